using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>Estimated tokens that are predicted, reported, or both, for one worker.</summary>
/// <param name="PredictedTokens">Predicted in all.</param>
/// <param name="ReportedTokens">Reported, as far as is known which tokens they are.</param>
/// <param name="BothTokens">Predicted and reported.</param>
/// <param name="OnlyPredictedTokens">Predicted; known not to be reported.</param>
/// <param name="OnlyReportedTokens">Reported, not predicted.</param>
/// <param name="UnknownTokens">Predicted; no served prompt tells which tokens they are.</param>
/// <param name="Difference">unknown, same, partly, only-predicted or only-reported.</param>
public sealed record PrefixMatchDto(
    long PredictedTokens,
    long ReportedTokens,
    long BothTokens,
    long OnlyPredictedTokens,
    long OnlyReportedTokens,
    long UnknownTokens,
    string Difference)
{
    internal static PrefixMatchDto From(PrefixMatch match) => new(
        match.Predicted, match.Reported, match.Both, match.OnlyPredicted, match.OnlyReported, match.Unknown, NameOf(match.Difference));

    private static string NameOf(PrefixDifference difference) => difference switch
    {
        PrefixDifference.Same => "same",
        PrefixDifference.Partly => "partly",
        PrefixDifference.OnlyPredicted => "only-predicted",
        PrefixDifference.OnlyReported => "only-reported",
        _ => "unknown",
    };
}
