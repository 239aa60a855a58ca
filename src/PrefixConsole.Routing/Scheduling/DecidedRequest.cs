using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>What a decision keeps of the request it was made for.</summary>
/// <remarks>
/// Not the request itself: its hashes are 8 bytes per block, so 20,000 kept decisions of 220 KB prompts would hold 140 MB, and every
/// object that outlives its request is copied twice by the collector. Nor the name of its session, which is nobody's business but the client's.
/// </remarks>
public readonly record struct DecidedRequest
{
    /// <summary>Model as requested: a base model or a LoRA adapter.</summary>
    public required string Model { get; init; }

    public required string Tenant { get; init; }

    public required string Path { get; init; }

    public required bool Streaming { get; init; }

    /// <summary>Traffic of the embedded demo generator.</summary>
    public required bool Demo { get; init; }

    /// <summary>A test request that an operator pinned to a worker: the pin chose, no strategy did.</summary>
    public bool Pinned { get; init; }

    /// <summary>Prompt tokens; estimated from text unless tokenised.</summary>
    public required int PromptTokens { get; init; }

    public required PromptShape Blocks { get; init; }

    /// <summary>Token blocks, which the reported index was asked with; none when no tokens were known.</summary>
    public PromptShape TokenBlocks { get; init; }

    public PromptTokenization Tokenization { get; init; }

    /// <summary>Reading and parsing the body.</summary>
    public required TimeSpan ParseTime { get; init; }

    /// <summary>Cutting and hashing the prompt's blocks.</summary>
    public required TimeSpan HashTime { get; init; }

    /// <summary>Key on a hash ring of the prompt's head; 0: not kept, in a decision of an older version.</summary>
    public ulong RingKey { get; init; }

    /// <summary>Leading blocks that <see cref="RingKey"/> names, see <see cref="RingHead.BlocksOf"/>.</summary>
    public int RingBlocks { get; init; }

    /// <summary>Tells the sessions of this run of the program apart, see <see cref="SessionHash"/>; 0: the request named none, or it was not kept.</summary>
    public ulong Session { get; init; }

    /// <summary>Whether <see cref="RingKey"/> and <see cref="Session"/> were kept.</summary>
    public bool HasKeys => RingKey != 0;

    /// <param name="request">The request.</param>
    /// <param name="head">What of its prompt the key on a hash ring is made of.</param>
    public static DecidedRequest Of(RoutingRequest request, RingHead head) => new()
    {
        Model = request.Model,
        Tenant = request.Namespace.Tenant,
        Path = request.Path,
        Streaming = request.Streaming,
        Demo = request.Demo,
        Pinned = request.Pinned is not null,
        PromptTokens = request.PromptTokens,
        Blocks = PromptShape.Of(request.Blocks),
        TokenBlocks = PromptShape.Of(request.TokenBlocks),
        Tokenization = request.Tokenization,
        ParseTime = request.ParseTime,
        HashTime = request.HashTime,
        RingKey = head.KeyOf(request),
        RingBlocks = head.BlocksOf(PromptShape.Of(request.Blocks)),
        Session = SessionHash.Of(request),
    };

    /// <summary>Leading blocks of the prompt in tokens: their share of its units.</summary>
    public int ToTokens(int blocks) =>
        Blocks.TotalUnits == 0 ? 0 : (int)Math.Min(PromptTokens, (long)blocks * Blocks.BlockSize * PromptTokens / Blocks.TotalUnits);

    /// <summary>Prompt tokens that a worker reported to hold, trusted or not.</summary>
    public int ReportedTokens(in DecisionCandidate candidate) => Math.Min(PromptTokens, candidate.ReportedBlocks * TokenBlocks.BlockSize);

    /// <summary>
    /// Prompt tokens that a worker is expected to have cached: what it reported as far as that is trusted, else what is predicted.
    /// </summary>
    public int ExpectedTokens(in DecisionCandidate candidate)
    {
        var reported = ReportedTokens(candidate);
        return Overlap.SourceOf(candidate.Trust, TokenBlocks.Count) switch
        {
            OverlapSource.Reported => reported,
            OverlapSource.Both => Math.Max(reported, ToTokens(candidate.PredictedBlocks)),
            _ => ToTokens(candidate.PredictedBlocks),
        };
    }
}
