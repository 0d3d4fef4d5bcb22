"""The commands, one file each: its docstring is the help, `register(parser)` adds arguments, `run(args)` returns the
exit code. A new file is a new command; nothing else lists them. Heavy imports belong inside `run`."""
