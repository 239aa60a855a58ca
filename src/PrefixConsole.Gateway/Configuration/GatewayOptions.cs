namespace PrefixConsole.Gateway.Configuration;

/// <summary>Section <c>Gateway</c> of the configuration.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <value>Address of the OpenAI API. Default <c>http://localhost:8000</c>; port 0 takes a free one.</value>
    public string Url { get; set; } = "http://localhost:8000";

    /// <value>Largest request body in bytes. Default 32 MiB, range 1 KiB to 1 GiB.</value>
    public long MaxRequestBytes { get; set; } = 32 * 1024 * 1024;

    /// <value>Bytes of UTF-8 per text block of the predicted tree. Default 256, range 16 to 65,536.</value>
    public int TextBlockBytes { get; set; } = 256;

    /// <value>Blocks the predicted tree may hold over all workers. Default 4,000,000.</value>
    public long PredictedBudgetBlocks { get; set; } = 4_000_000;

    /// <value>Time to connect to a worker. Default 5 s.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Longest silence between the request and the first response byte, and between two bytes of a response; covers a long prefill. Default 30 min.</value>
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <value>Time between two probes of a worker's health and metrics. Default 1 s.</value>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <value>Longest a probe may take. Default 2 s.</value>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>Age after which a worker's own metrics no longer count in decisions. Default 5 s.</value>
    public TimeSpan MetricsMaxAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Time to first token up to which an answer counts as goodput. Default 3 s (llm-d's objective), range above 0 to 1 h.</value>
    public TimeSpan TtftLimit { get; set; } = TimeSpan.FromSeconds(3);

    /// <value>Decisions kept in memory. Default 20,000, range 100 to 1,000,000.</value>
    public int DecisionsKept { get; set; } = 20_000;

    /// <value>Keys of clients; with any, requests without one are refused, and the tenant is that of the key. Default none.</value>
    public GatewayKeyOptions[] Keys { get; set; } = [];

    /// <value>Believe the client's <c>x-prefix-tenant</c> header. Default false.</value>
    public bool TrustTenantHeader { get; set; }

    /// <value>Worker addresses on loopback or private networks are allowed. Default true: engines usually live there. Link-local and our own ports never are.</value>
    public bool AllowPrivateWorkers { get; set; } = true;

    /// <value>Keep the first 80 characters of each block of real traffic in memory for the console. Default false.</value>
    public bool PromptPreviews { get; set; }

    /// <value>Add <c>stream_options.include_usage</c> upstream so that delivered reuse is known for every stream; the extra chunk is removed again. Default false.</value>
    public bool AskWorkersForUsage { get; set; }

    /// <value>Where engines of any worker may connect to publish KV events, such as <c>tcp://*:5557</c>; their topics must name the worker. Default none.</value>
    public string? KvEventsListen { get; set; }
}
