using PrefixConsole.Gateway.DryRuns;

namespace PrefixConsole.Api.Contracts;

/// <summary>Where a request would go. Holds nothing of the prompt but its size.</summary>
public sealed record TryDto
{
    public required DateTimeOffset At { get; init; }

    public required string Model { get; init; }

    public required string Tenant { get; init; }

    public required string Path { get; init; }

    /// <summary>Of the text or the request; 0 when neither was given.</summary>
    public required int PromptBytes { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>False: estimated from text, or known of the prompt's start only.</summary>
    public required bool TokensExact { get; init; }

    /// <summary>Where the prompt's tokens came from: None (estimated from text), Request, Worker or File.</summary>
    public required string TokenOrigin { get; init; }

    /// <summary>What else is to know of it, such as a timeout; null for nothing.</summary>
    public required string? TokenizationNote { get; init; }

    /// <summary>Full text blocks, and full token blocks; the latter 0 when no tokens are known.</summary>
    public required int TextBlocks { get; init; }

    public required int TokenBlocks { get; init; }

    public required int ActiveRevision { get; init; }

    public required IReadOnlyList<TryWorkerDto> Workers { get; init; }

    /// <summary>The active strategy first.</summary>
    public required IReadOnlyList<TryChoiceDto> Choices { get; init; }

    /// <summary>What the active strategy decides from.</summary>
    public required DecisionMatrixDto Matrix { get; init; }

    internal static TryDto From(DryRunAnswer answer)
    {
        var request = answer.Request;
        return new TryDto
        {
            At = answer.Active.Decision.At,
            Model = request.Model,
            Tenant = request.Tenant,
            Path = request.Path,
            PromptBytes = answer.PromptBytes,
            PromptTokens = request.PromptTokens,
            TokensExact = answer.TokensExact,
            TokenOrigin = request.Tokenization.Origin.ToString(),
            TokenizationNote = request.Tokenization.Note,
            TextBlocks = request.Blocks.Count,
            TokenBlocks = request.TokenBlocks.Count,
            ActiveRevision = answer.Active.Revision ?? 0,
            Workers = [.. answer.Active.Decision.Candidates.Select(c => TryWorkerDto.From(answer, c))],
            Choices = [.. answer.Choices.Select(TryChoiceDto.From)],
            Matrix = DecisionMatrixDto.From(answer.Active.Decision),
        };
    }
}
