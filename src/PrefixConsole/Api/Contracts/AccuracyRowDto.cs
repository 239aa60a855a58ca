using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api.Contracts;

/// <summary>Sums of prompt tokens. All but the first two figures are of the requests whose engine reported cached tokens.</summary>
public sealed record AccuracyRowDto
{
    /// <summary>Worker, model or tenant; null for the fleet.</summary>
    public required string? Key { get; init; }

    public required long Requests { get; init; }

    public required long ReportingRequests { get; init; }

    public required long PromptTokens { get; init; }

    public required long AvailableTokens { get; init; }

    public required long CapturedTokens { get; init; }

    public required long DeliveredTokens { get; init; }

    /// <summary>Delivered beyond captured.</summary>
    public required long UnexpectedTokens { get; init; }

    /// <summary>Tokens that were not delivered, by cause; they sum to prompt less delivered.</summary>
    public required IReadOnlyDictionary<string, long> Lost { get; init; }

    /// <summary>Captured against delivered.</summary>
    public required SourceErrorDto Error { get; init; }

    /// <summary>What workers reported against delivered.</summary>
    public required SourceErrorDto Reported { get; init; }

    /// <summary>What was predicted against delivered.</summary>
    public required SourceErrorDto Predicted { get; init; }

    internal static AccuracyRowDto From(string? key, AccuracyTotals totals) => new()
    {
        Key = key,
        Requests = totals.Requests,
        ReportingRequests = totals.Reporting,
        PromptTokens = totals.Prompt,
        AvailableTokens = totals.Available,
        CapturedTokens = totals.Captured,
        DeliveredTokens = totals.Delivered,
        UnexpectedTokens = totals.Unexpected,
        Lost = ReuseCauses.All.ToDictionary(ReuseCauses.NameOf, cause => totals[cause]),
        Error = SourceErrorDto.From(totals.Error),
        Reported = SourceErrorDto.From(totals.Reported),
        Predicted = SourceErrorDto.From(totals.Predicted),
    };
}
