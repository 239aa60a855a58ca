using PrefixConsole.Hosting;

return await ExitCodes.RunAsync(args, PrefixConsoleApplication.Build);
