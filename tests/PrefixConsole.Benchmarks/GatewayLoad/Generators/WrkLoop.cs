using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>The closed loop by wrk, on two threads; a script gives it the bodies and prints the counts in one line.</summary>
internal sealed partial class WrkLoop : IClosedLoop
{
    private const int Threads = 2;

    private const string Script = """
        local requests, count, at = {}, 0, 0
        local threads = 0
        function setup(thread)
          thread:set("number", threads)
          threads = threads + 1
        end
        function init(arguments)
          for line in io.lines(arguments[1]) do
            count = count + 1
            requests[count] = wrk.format("POST", "/v1/chat/completions", { ["Content-Type"] = "application/json" }, line)
          end
          at = number * math.floor(count / 2)
        end
        function request()
          at = at % count + 1
          return requests[at]
        end
        function done(summary, latency, counts)
          local e = summary.errors
          io.write(string.format("RESULT requests=%d errors=%d us=%d p50us=%d p99us=%d\n", summary.requests,
            e.connect + e.read + e.write + e.status + e.timeout, summary.duration, latency:percentile(50), latency:percentile(99)))
        end
        """;

    private readonly string _program;
    private readonly string _script;

    public WrkLoop(string program, string folder)
    {
        _program = program;
        _script = Path.Combine(folder, "post.lua");
        File.WriteAllText(_script, Script);
    }

    public string Name => "wrk";

    public async Task<LoadResult> RunAsync(Uri address, BodySet bodies, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var seconds = Math.Max(1, (int)Math.Round(duration.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-t", Math.Min(Threads, connections).ToString(CultureInfo.InvariantCulture), "-c", connections.ToString(CultureInfo.InvariantCulture),
            "-d", seconds + "s", "--timeout", "30s", "-s", _script, address.AbsoluteUri, "--", bodies.File,
        ];
        using var process = Process.Start(new ProcessStartInfo(_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return Parse(output) ?? throw new InvalidOperationException($"wrk printed no result:{Environment.NewLine}{output}{await errors}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>The line the script prints; null when it is not there.</summary>
    internal static LoadResult? Parse(string output)
    {
        var line = Result().Match(output);
        return line.Success && Number(3) > 0 ? new LoadResult(Number(1), Number(2), Number(3) / 1e6, Number(4) / 1e3, Number(5) / 1e3) : null;

        long Number(int group) => long.Parse(line.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^RESULT requests=(\d+) errors=(\d+) us=(\d+) p50us=(\d+) p99us=(\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Result();
}
