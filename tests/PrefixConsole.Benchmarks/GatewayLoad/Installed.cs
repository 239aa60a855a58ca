namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>Finds programs that may or may not be on the machine.</summary>
internal static class Installed
{
    public static string? Find(params ReadOnlySpan<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");
        foreach (var name in names)
        {
            if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The application in its own output folder, where its static assets are known, built in the configuration of this program.</summary>
    public static string? BuiltApp()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        for (var folder = output; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PrefixConsole.sln")))
            {
                var dll = Path.Combine(folder.FullName, "src", "PrefixConsole", "bin", output.Parent!.Name, output.Name, "PrefixConsole.dll");
                return File.Exists(dll) ? dll : null;
            }
        }

        return null;
    }
}
