using System.Globalization;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

/// <summary>ETags of trials: <c>"trial-N-V"</c>, with the version that rises when the share changes.</summary>
internal static class TrialTags
{
    public static string Of(TrialTag tag) => string.Create(CultureInfo.InvariantCulture, $"\"trial-{tag.Number}-{tag.Version}\"");

    /// <summary>As <see cref="RevisionTag.Read"/>: <c>*</c> is any (null), a tag of another kind nobody's.</summary>
    public static IResult? Read(HttpRequest request, out TrialTag? tag)
    {
        var problem = RevisionTag.ReadOne(request, "\"trial-3-1\"", out var text);
        tag = text is null ? null : Parse(text);
        return problem;
    }

    private static TrialTag Parse(string text) =>
        text is ['"', .. var inner, '"'] && inner.Split('-') is ["trial", var number, var version]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var v)
            ? new TrialTag(n, v)
            : new TrialTag(-1, -1);
}
