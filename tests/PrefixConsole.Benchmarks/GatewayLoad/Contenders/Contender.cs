namespace PrefixConsole.Benchmarks.GatewayLoad.Contenders;

/// <summary>Something that answers the requests: a proxy before the echo server, or the echo server itself.</summary>
internal sealed class Contender(string name, Uri address, ChildProcess process) : IDisposable
{
    public const string Direct = "direct";
    public const string Gateway = "gateway";
    public const string Baseline = "baseline";
    public const string Yarp = "yarp";
    public const string TunedYarp = "yarp-tuned";
    public const string Nginx = "nginx";

    public string Name { get; } = name;

    public Uri Address { get; } = address;

    /// <summary>Where a gateway's console is.</summary>
    public Uri? Console { get; init; }

    /// <summary>A link that logs in to the console and was not used yet: each use has the next printed.</summary>
    public Func<CancellationToken, Task<Uri>>? NewLoginLink { get; init; }

    public int ProcessId => process.Id;

    public TimeSpan CpuTime() => process.CpuTime();

    public void Dispose() => process.Dispose();
}
