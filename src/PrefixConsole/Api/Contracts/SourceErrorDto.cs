using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api.Contracts;

/// <summary>How far expected cached tokens were from delivered ones. Null: nothing to compare, which is not zero.</summary>
/// <param name="Requests">Requests compared.</param>
/// <param name="Bias">Mean tokens per request; above zero too much was expected.</param>
/// <param name="MeanAbsoluteError">Mean tokens per request, sign left out.</param>
/// <param name="Share">Error as a share of the prompt tokens.</param>
public sealed record SourceErrorDto(long Requests, double? Bias, double? MeanAbsoluteError, double? Share)
{
    internal static SourceErrorDto From(SourceError error) => new(error.Requests, error.Bias, error.MeanAbsolute, error.Share);
}
