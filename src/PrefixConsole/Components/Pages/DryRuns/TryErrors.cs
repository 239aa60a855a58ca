using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>Errors of a dry run as its form shows them.</summary>
internal static class TryErrors
{
    private const string InRequest = "request.";

    /// <summary>What is wrong with the pasted prompt, in a sentence; null for nothing.</summary>
    public static string? OfPrompt(ImmutableArray<FieldError> errors)
    {
        if (errors.FirstOrDefault(e => e.Field is "text" or "request" || e.Field.StartsWith(InRequest, StringComparison.Ordinal)) is not { } error)
        {
            return null;
        }

        var name = error.Field.StartsWith(InRequest, StringComparison.Ordinal) ? $"'{error.Field[InRequest.Length..]}'" : $"The {error.Field}";

        // the parser's own sentences name what they are about
        return char.IsLower(error.Message[0]) ? $"{name} {error.Message}." : error.Message;
    }
}
