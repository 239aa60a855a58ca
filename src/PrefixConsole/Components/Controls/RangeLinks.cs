using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace PrefixConsole.Components.Controls;

/// <summary>Links that take the time that is looked at along.</summary>
internal static class RangeLinks
{
    /// <summary>
    /// The link with the time of the current address, where the page it goes to follows one (see <see cref="PageTimes"/>) and can use it; as it is otherwise.
    /// </summary>
    /// <param name="navigation">Knows the current address.</param>
    /// <param name="href">Path from the root, with or without a query; without a time of its own.</param>
    /// <param name="time">A time that begins in the future is none.</param>
    public static string KeepRange(this NavigationManager navigation, string href, TimeProvider time)
    {
        if (!PageTimes.Follow(href))
        {
            return href;
        }

        var query = QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query);
        string? range = query.GetValueOrDefault("range"), from = query.GetValueOrDefault("from"), to = query.GetValueOrDefault("to");
        if (TimeRange.Read(range, from, to, time.GetUtcNow(), PageTimes.AreOpen(href)) is null)
        {
            return href;
        }

        (string Name, string? Value)[] kept = TimeRange.Find(range).IsLive ? [("from", from), ("to", to)] : [("range", range)];
        return QueryHelpers.AddQueryString(href, kept.Where(k => !string.IsNullOrEmpty(k.Value)).Select(k => KeyValuePair.Create(k.Name, k.Value)));
    }
}
