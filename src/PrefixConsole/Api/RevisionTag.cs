using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace PrefixConsole.Api;

/// <summary>ETags of strategy revisions: <c>"rev-N"</c>.</summary>
internal static class RevisionTag
{
    public static string Of(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"rev-{revision}\"");

    /// <summary>
    /// The revision a write starts from. <c>*</c> writes over anything (null); a tag of another kind is nobody's revision (−1) and
    /// conflicts.
    /// </summary>
    /// <returns>The problem to answer with, or null.</returns>
    public static IResult? Read(HttpRequest request, out int? revision)
    {
        var problem = ReadOne(request, "\"rev-3\"", out var tag);
        revision = tag is null ? null
            : tag is ['"', 'r', 'e', 'v', '-', .. var digits, '"'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : -1;
        return problem;
    }

    /// <summary>The one entity tag of If-Match, quotes included; null for <c>*</c>, empty for a weak one, which matches nothing.</summary>
    /// <returns>The problem to answer with, or null.</returns>
    public static IResult? ReadOne(HttpRequest request, string example, out string? tag)
    {
        tag = null;
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return ApiProblem.Of(
                StatusCodes.Status428PreconditionRequired, "if_match_required", $"Say in If-Match what you started from, such as {example}.");
        }

        if (!EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags) || tags is not [var only])
        {
            return ApiProblem.Invalid("If-Match", $"must be one entity tag such as {example}, or *");
        }

        tag = only.Tag == "*" ? null : only.IsWeak ? "" : only.Tag.ToString();
        return null;
    }
}
