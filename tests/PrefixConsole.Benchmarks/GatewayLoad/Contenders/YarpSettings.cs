namespace PrefixConsole.Benchmarks.GatewayLoad.Contenders;

/// <summary>Settings of the libraries under YARP that differ from their defaults, each by a name so that it can be measured alone.</summary>
internal static class YarpSettings
{
    /// <summary>No trace headers are made for the worker: <c>SocketsHttpHandler.ActivityHeadersPropagator = null</c>.</summary>
    public const string NoPropagator = "no-propagator";

    /// <summary>No <c>Server</c> header.</summary>
    public const string NoServerHeader = "no-server-header";

    /// <summary>Kestrel's transport runs continuations on the socket's thread: <c>UnsafePreferInlineScheduling</c>.</summary>
    public const string InlineScheduling = "inline-scheduling";

    /// <summary>Sockets run completions on the epoll thread: <c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1</c>.</summary>
    public const string InlineCompletions = "inline-completions";

    /// <summary>Kestrel reads without first waiting for data: <c>WaitForDataBeforeAllocatingBuffer = false</c>.</summary>
    public const string NoWaitForData = "no-wait-for-data";

    /// <summary>No X-Forwarded headers: <c>CopyRequestHeaders</c> alone.</summary>
    public const string NoForwarded = "no-forwarded";

    /// <summary>A bare host: no host filtering, no activities, no logging.</summary>
    public const string BareHost = "bare-host";

    /// <summary><c>DOTNET_gcServer=0</c>.</summary>
    public const string WorkstationGc = "workstation-gc";

    /// <summary><c>DOTNET_gcConcurrent=0</c>.</summary>
    public const string NoConcurrentGc = "no-concurrent-gc";

    /// <summary><c>DOTNET_GCgen0size</c> of 64 MB.</summary>
    public const string LargeGen0 = "large-gen0";

    /// <summary>One thread that waits for sockets: <c>DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT=1</c>.</summary>
    public const string OneSocketThread = "one-socket-thread";

    public static readonly string[] All =
    [
        NoPropagator, NoServerHeader, InlineScheduling, InlineCompletions, NoWaitForData, NoForwarded, BareHost, WorkstationGc, NoConcurrentGc, LargeGen0, OneSocketThread,
    ];

    /// <summary>Those that make up the tuned YARP of the comparison.</summary>
    public static readonly string[] Tuned = [NoPropagator, NoServerHeader, NoForwarded, BareHost];

    /// <summary>Environment of the process; without settings, what the Web SDK gives every web application.</summary>
    public static Dictionary<string, string> Environment(IEnumerable<string> settings)
    {
        var variables = new Dictionary<string, string> { ["DOTNET_gcServer"] = "1", ["DOTNET_gcConcurrent"] = "1" };
        foreach (var setting in settings)
        {
            var (name, value) = setting switch
            {
                InlineCompletions => ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"),
                WorkstationGc => ("DOTNET_gcServer", "0"),
                NoConcurrentGc => ("DOTNET_gcConcurrent", "0"),
                LargeGen0 => ("DOTNET_GCgen0size", "0x4000000"),
                OneSocketThread => ("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1"),
                _ => ("", ""),
            };
            if (name.Length > 0)
            {
                variables[name] = value;
            }
        }

        return variables;
    }
}
