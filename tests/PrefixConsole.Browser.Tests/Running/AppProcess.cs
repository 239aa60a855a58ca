using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>The app as a user starts it: a process of its own, started from another directory, on free ports.</summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Match> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(Process process) => _process = process;

    public Uri Console { get; private set; } = null!;

    public Uri Gateway { get; private set; } = null!;

    /// <summary>The newest link that logs in once; the first is printed after the addresses.</summary>
    public Uri LoginLink
    {
        get
        {
            SpinWait.SpinUntil(() => Link().IsMatch(Output), s_startLimit);
            return new(Link().Matches(Output)[^1].Groups["link"].Value);
        }
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<AppProcess> StartAsync(params string[] arguments)
    {
        var path = typeof(AppProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "AppPath").Value!;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in (string[])[path, "--Gateway:Url=http://127.0.0.1:0", "--Console:Url=http://127.0.0.1:0", $"--Storage:Path={NewFile()}", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var app = new AppProcess(new Process { StartInfo = start });
        app._process.OutputDataReceived += (_, e) => app.Append(e.Data);
        app._process.ErrorDataReceived += (_, e) => app.Append(e.Data);
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();

        var exited = app._process.WaitForExitAsync();
        if (await Task.WhenAny(app._listening.Task, exited, Task.Delay(s_startLimit)) != app._listening.Task)
        {
            await app.DisposeAsync();
            throw new InvalidOperationException("The app did not start:\n" + app.Output);
        }

        var addresses = await app._listening.Task;
        app.Console = new Uri(addresses.Groups["console"].Value);
        app.Gateway = new Uri(addresses.Groups["gateway"].Value);
        return app;
    }

    /// <summary>SIGTERM, as a service manager would (SIGINT is ignored by what a background shell starts). Returns the exit code and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync()
    {
        var clock = Stopwatch.StartNew();
        await SignalAsync("TERM");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (_process.ExitCode, clock.Elapsed);
    }

    /// <summary>Sends a signal: STOP holds the process where it is, CONT lets it go on.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Append(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(match);
        }
    }

    private static string NewFile() => Path.Combine(Path.GetTempPath(), "prefixconsole-tests", Guid.NewGuid().ToString("N"), "console.db");

    [GeneratedRegex(@"Log in once at (?<link>http://\S+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"Console (?<console>http://\S+)\s+·\s+gateway \(OpenAI API\) (?<gateway>http://\S+/)v1")]
    private static partial Regex Listening();
}
