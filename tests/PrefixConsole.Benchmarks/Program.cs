using PrefixConsole.Benchmarks;

return await Verbs.RunAsync(args);
