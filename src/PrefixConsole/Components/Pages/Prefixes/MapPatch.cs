using System.Collections.Immutable;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>
/// A drawn map as what has changed since the last one: most boxes of a map that is drawn again every two seconds have not. For each box of the new map,
/// in order, either its position in the old one, or the box itself as <c>[id, parent, label, tokens, hover, colour]</c>.
/// </summary>
/// <remarks>Read by <c>prefixMap.patch</c> of <c>wwwroot/js/charts.js</c>.</remarks>
internal static class MapPatch
{
    public static object[] Of(ImmutableArray<MapBox> before, ImmutableArray<MapBox> after)
    {
        var places = new Dictionary<MapBox, int>(before.Length);
        for (var i = 0; i < before.Length; i++)
        {
            places[before[i]] = i;
        }

        return [.. after.Select(box => places.TryGetValue(box, out var place) ? (object)place : new object[] { box.Id, box.Parent, box.Label, box.Tokens, box.Hover, box.Colour })];
    }
}
