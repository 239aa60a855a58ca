using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>Requests of which about the same share of the prompt was expected in the cache.</summary>
/// <param name="Captured">Range of the expected share in per cent, as <c>/api/decisions?captured=</c> takes it.</param>
/// <param name="Requests">Requests whose engine reported cached tokens.</param>
/// <param name="PromptTokens">Their prompt tokens.</param>
/// <param name="CapturedTokens">Tokens that were expected.</param>
/// <param name="DeliveredTokens">Tokens that the engines had cached.</param>
/// <param name="ExpectedShare">0 to 1; null without a request.</param>
/// <param name="DeliveredShare">0 to 1; null without a request. As large as the expected share where expectations are right.</param>
/// <param name="Enough">False below 20 requests: a single one moves the share by five points and more.</param>
public sealed record CalibrationBinDto(
    string Captured, long Requests, long PromptTokens, long CapturedTokens, long DeliveredTokens, double? ExpectedShare, double? DeliveredShare, bool Enough)
{
    internal static CalibrationBinDto From(CalibrationBin bin, int step) => new(
        ShareRange.OfStep(step, AccuracyCalibration.Steps).ToString(),
        bin.Requests,
        bin.Prompt,
        bin.Captured,
        bin.Delivered,
        bin.Expected,
        bin.Got,
        bin.Requests >= CalibrationBin.EnoughRequests);
}
