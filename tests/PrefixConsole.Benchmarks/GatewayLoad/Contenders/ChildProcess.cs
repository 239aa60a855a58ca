using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace PrefixConsole.Benchmarks.GatewayLoad.Contenders;

/// <summary>A process that this program started, and that ends with it.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _news = new(0);

    private ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        _process.Start();
        AppDomain.CurrentDomain.ProcessExit += Kill;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Self => typeof(ChildProcess).Assembly.Location;

    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(start);
    }

    /// <summary>A .NET program by its dll.</summary>
    public static ChildProcess StartDll(string dll, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Start(Host, [dll, .. arguments], environment, Path.GetDirectoryName(dll));

    /// <summary>A hidden subcommand of this program.</summary>
    public static ChildProcess StartSelf(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        StartDll(Self, ["gateway", .. arguments], environment);

    /// <summary>Scheduled when a processor is idle: it gets what all others leave, where the lowest niceness still takes its share from them.</summary>
    public static ChildProcess StartLast(string program, IEnumerable<string> arguments) => Start("chrt", ["--idle", "0", program, .. arguments]);

    /// <summary>A hidden subcommand of this program, scheduled so.</summary>
    public static ChildProcess StartSelfLast(IEnumerable<string> arguments) => StartLast(Host, [Self, "gateway", .. arguments]);

    /// <summary>The other end of <see cref="AddressesAsync"/>: starts, tells the addresses, serves until told to stop.</summary>
    public static async Task ServeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        Console.WriteLine("listening " + string.Join(' ', app.Urls));
        await app.WaitForShutdownAsync(cancellationToken);
    }

    public async Task<Uri[]> AddressesAsync(CancellationToken cancellationToken)
    {
        var line = await MatchAsync(Listening(), cancellationToken);
        return [.. line.Groups[1].Value.Split(' ').Select(url => new Uri(url))];
    }

    /// <summary>The first line of output that matches; an error with the output when the process ends or stays silent.</summary>
    public async Task<Match> MatchAsync(Regex wanted, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        while (true)
        {
            if (_lines.Select(line => wanted.Match(line)).FirstOrDefault(match => match.Success) is { } found)
            {
                return found;
            }

            try
            {
                await _news.WaitAsync(TimeSpan.FromMilliseconds(200), limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Failed("did not start in time");
            }

            if (_process.HasExited)
            {
                throw Failed($"ended with {_process.ExitCode}");
            }
        }
    }

    /// <summary>The newest line of output that matches; null: none yet.</summary>
    public Match? LastMatch(Regex wanted) => _lines.Reverse().Select(line => wanted.Match(line)).FirstOrDefault(match => match.Success);

    /// <summary>CPU time of the process and of those it started itself, as nginx does.</summary>
    public TimeSpan CpuTime()
    {
        if (_process.HasExited)
        {
            throw Failed("has died");
        }

        _process.Refresh();
        var sum = _process.TotalProcessorTime;
        var children = $"/proc/{_process.Id}/task/{_process.Id}/children";
        if (File.Exists(children))
        {
            foreach (var id in File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                using var child = Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
                sum += child.TotalProcessorTime;
            }
        }

        return sum;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        _process.Dispose();
        _news.Dispose();
    }

    private InvalidOperationException Failed(string what) =>
        new($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList.Take(3))} {what}:{Environment.NewLine}{string.Join(Environment.NewLine, _lines.TakeLast(20))}");

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > 500)
        {
            _lines.TryDequeue(out _);
        }

        _news.Release();
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(5000);
        }
    }

    [GeneratedRegex("^listening (.+)$")]
    private static partial Regex Listening();
}
