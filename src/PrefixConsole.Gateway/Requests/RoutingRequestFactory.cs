using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Keys;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Gateway.Tokens;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Parsed body and headers → what the scheduler is asked with.</summary>
internal sealed class RoutingRequestFactory(
    WorkerRegistry registry,
    TokenEstimator estimator,
    PromptPreviews previews,
    DecisionLog log,
    DemoToken demoToken,
    PromptTokens tokens,
    IOptionsMonitor<GatewayOptions> options,
    TimeProvider time)
{
    public const string DefaultTenant = "default";

    /// <summary>Longest tenant and session, in characters; longer ones are not used.</summary>
    public const int MaxHeaderLength = 256;

    private const string DryRunId = "dry-run";

    private const string ImaginedNote = "no text: what workers report is not compared, and a strategy that goes by a prompt's hash may send another one elsewhere";

    private readonly byte[] _demoToken = Encoding.UTF8.GetBytes(demoToken.Value);

    public bool TrustsTenants => options.CurrentValue.TrustTenantHeader;

    /// <param name="context">The request, for its headers and its end.</param>
    /// <param name="parsed">What was read of its body.</param>
    /// <param name="body">The body, which must stay as it is until this is done.</param>
    /// <param name="parseTime">What reading it took.</param>
    /// <param name="pinned">Worker that an operator pinned it to; null for none.</param>
    public async ValueTask<RoutingRequest> CreateAsync(
        HttpContext context, ParsedRequest parsed, ReadOnlyMemory<byte> body, TimeSpan parseTime, WorkerId? pinned = null)
    {
        var space = NamespaceOf(parsed.Model, parsed.CacheSalt, TenantOf(context));
        var found = await tokens.FindAsync(parsed, body, space, context.RequestAborted);
        var sender = new RequestSender(
            RequestIds.Choose(context.Request.Headers[GatewayHeaders.RequestId], log), SessionOf(context.Request), IsDemo(context.Request), pinned);
        return Create(sender, parsed, space, found, parseTime, sender.Demo || options.CurrentValue.PromptPreviews);
    }

    /// <summary>What the same request would be decided by, were it sent: nothing of it is kept, counted or remembered.</summary>
    /// <param name="parsed">What was read of its body.</param>
    /// <param name="body">The body, which must stay as it is until this is done.</param>
    /// <param name="tenant">As the client would name it; null or empty for none.</param>
    /// <param name="session">As the client would name it; null or empty for none.</param>
    /// <param name="parseTime">What reading it took.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    public async ValueTask<RoutingRequest> CreateDryRunAsync(
        ParsedRequest parsed, ReadOnlyMemory<byte> body, string? tenant, string? session, TimeSpan parseTime, CancellationToken cancellationToken)
    {
        var space = NamespaceOf(parsed.Model, parsed.CacheSalt, TenantOf(tenant, options.CurrentValue.TrustTenantHeader || options.CurrentValue.Keys.Length > 0));
        var found = await tokens.FindAsync(parsed, body, space, cancellationToken, dryRun: true);
        return Create(new RequestSender(DryRunId, SessionOf(session), Demo: false), parsed, space, found, parseTime, preview: false);
    }

    /// <summary>A prompt that nobody has sent before, of which nothing is known but its length.</summary>
    /// <param name="parsed">A request of the same model, salt and path.</param>
    /// <param name="tenant">As the client would name it; null or empty for none.</param>
    /// <param name="session">As the client would name it; null or empty for none.</param>
    /// <param name="tokens">Its tokens.</param>
    public RoutingRequest CreateUnseen(ParsedRequest parsed, string? tenant, string? session, int tokens) => Imagine(
        NamespaceOf(parsed.Model, parsed.CacheSalt, TenantOf(tenant, options.CurrentValue.TrustTenantHeader || options.CurrentValue.Keys.Length > 0)),
        parsed.Model,
        new PrefixPath(default, options.CurrentValue.TextBlockBytes, ""),
        tokens,
        session,
        parsed.Api);

    /// <summary>A prompt that begins with a prefix of the predicted tree and goes on as none has.</summary>
    /// <param name="path">The prefix.</param>
    /// <param name="tokens">Tokens after it.</param>
    /// <param name="session">As the client would name it; null or empty for none.</param>
    /// <param name="api">Where it would be sent.</param>
    public RoutingRequest CreateAfter(PrefixPath path, int tokens, string? session, ApiKind api)
    {
        var parts = PrefixNamespaceParts.Parse(path.Namespace);
        // Its salt is in the hashes and nowhere else.
        var space = new PrefixNamespace(parts.Model, parts.Adapter, "", parts.Tenant);
        return Imagine(space, parts.Adapter.Length > 0 ? parts.Adapter : parts.Model, path, tokens, session, api);
    }

    private RoutingRequest Imagine(in PrefixNamespace space, string model, PrefixPath head, int tokens, string? session, ApiKind api)
    {
        var known = head.Hashes.Length * head.BlockSize;
        var bytes = known + (int)(tokens * estimator.RatioOf(model));
        return new RoutingRequest
        {
            Id = DryRunId,
            Model = model,
            Namespace = space,
            Blocks = new PromptBlocks
            {
                Hashes = PrefixHasher.Unseen(head.Hashes.Span, space, (bytes / head.BlockSize) - head.Hashes.Length),
                Unit = PrefixUnit.TextBytes,
                BlockSize = head.BlockSize,
                TotalUnits = bytes,
            },
            Tokenization = new PromptTokenization(TokenOrigin.None, TimeSpan.Zero, ImaginedNote),
            PromptTokens = estimator.Estimate(model, known) + tokens,
            SessionKey = SessionOf(session),
            Path = ApiPaths.Of(api),
        };
    }

    private RoutingRequest Create(
        RequestSender sender, ParsedRequest parsed, in PrefixNamespace space, in FoundTokens found, TimeSpan parseTime, bool preview)
    {
        var started = time.GetTimestamp();
        var text = parsed.PrefixText.Span;
        var blocks = PrefixHasher.HashText(text, space, options.CurrentValue.TextBlockBytes, parsed.Segments);
        if (preview)
        {
            previews.Record(blocks, text);
        }

        var reported = ReportedNamespace.Of(space.Adapter, parsed.CacheSalt);
        return new RoutingRequest
        {
            Id = sender.Id,
            Model = parsed.Model,
            Namespace = space,
            Blocks = blocks,
            TokenBlocks = found.Ids.Length == 0 ? PromptBlocks.Empty : PrefixHasher.HashTokens(found.Ids, reported, PrefixHasher.DefaultTokenBlock, []),
            Tokenization = found.How,
            PromptTokens = found.Complete ? found.Ids.Length : Math.Max(found.Ids.Length, estimator.Estimate(parsed.Model, text.Length)),
            SessionKey = sender.Session,
            Path = ApiPaths.Of(parsed.Api),
            Streaming = parsed.Stream,
            Demo = sender.Demo,
            Pinned = sender.Pinned,
            ParseTime = parseTime,
            HashTime = time.GetElapsedTime(started),
        };
    }

    /// <summary>The same request after <paramref name="failed"/> did not serve it.</summary>
    public static RoutingRequest Again(RoutingRequest request, WorkerId failed) => new()
    {
        Id = request.Id,
        Model = request.Model,
        Namespace = request.Namespace,
        Blocks = request.Blocks,
        TokenBlocks = request.TokenBlocks,
        Tokenization = request.Tokenization,
        PromptTokens = request.PromptTokens,
        SessionKey = request.SessionKey,
        Path = request.Path,
        Streaming = request.Streaming,
        Demo = request.Demo,
        Pinned = request.Pinned,
        ParseTime = request.ParseTime,
        HashTime = request.HashTime,
        Excluded = request.Excluded.Add(failed),
        Attempt = request.Attempt + 1,
    };

    /// <summary>An adapter belongs to the base model of the worker that lists it; where that is ambiguous, its name alone tells it apart.</summary>
    private PrefixNamespace NamespaceOf(string model, string salt, string tenant)
    {
        foreach (var worker in registry.Workers)
        {
            var served = worker.Served;
            if (served.IsAdapter(model))
            {
                return new PrefixNamespace(served.Models.Length == 1 ? served.Models[0] : "", model, salt, tenant);
            }
        }

        return new PrefixNamespace(model, "", salt, tenant);
    }

    /// <summary>That of the key; without keys the one the client names, where that is believed.</summary>
    private string TenantOf(HttpContext context) => GatewayKeys.Of(context) is { } key
        ? key.Tenant
        : TenantOf(context.Request.Headers[GatewayHeaders.Tenant].ToString(), options.CurrentValue.TrustTenantHeader);

    private static string TenantOf(string? tenant, bool believed) => believed && tenant is { Length: > 0 and <= MaxHeaderLength } ? tenant : DefaultTenant;

    private static string? SessionOf(HttpRequest request)
    {
        var session = request.Headers[GatewayHeaders.SessionId].ToString();
        return SessionOf(session.Length > 0 ? session : request.Headers[GatewayHeaders.SessionToken].ToString());
    }

    private static string? SessionOf(string? session) => session is { Length: > 0 and <= MaxHeaderLength } ? session : null;

    private bool IsDemo(HttpRequest request)
    {
        var header = request.Headers[GatewayHeaders.Demo].ToString();
        return header.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), _demoToken);
    }
}
