using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>An answer, or what is wrong with the question.</summary>
/// <param name="Answer">Null when there are errors.</param>
/// <param name="Errors">By field of the question: <c>text</c>, <c>request</c>, <c>model</c>, <c>strategies[0].name</c>…</param>
/// <param name="TooLarge">The prompt exceeds <see cref="DryRunner.MaxPromptBytes"/>.</param>
public sealed record DryRunResult(DryRunAnswer? Answer, ImmutableArray<FieldError> Errors, bool TooLarge = false)
{
    internal static DryRunResult Wrong(params ImmutableArray<FieldError> errors) => new(null, errors);

    internal static DryRunResult Wrong(string field, string message) => Wrong(new FieldError(field, message));
}
