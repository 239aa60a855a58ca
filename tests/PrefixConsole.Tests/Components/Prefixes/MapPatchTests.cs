using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using PrefixConsole.Components.Pages.Prefixes;

namespace PrefixConsole.Tests.Components.Prefixes;

public sealed class MapPatchTests
{
    private static MapBox Box(string id, long tokens = 1, string hover = "") => new(id, "", "label", tokens, hover, "#000000");

    /// <summary>Some of ten boxes in some order, each with one of three sizes.</summary>
    private static readonly Gen<ImmutableArray<MapBox>> s_map = Gen.Shuffle(Enumerable.Range(0, 10).ToArray())
        .SelectMany(order => Gen.Select(Gen.Int[0, order.Length], Gen.Long[1, 3].Array[order.Length], (count, sizes) =>
            order.Take(count).Select((box, i) => Box(box.ToString(CultureInfo.InvariantCulture), sizes[i])).ToImmutableArray()));

    [Fact]
    public void Of_SameMap_IsPositionsOnly() => Assert.Equal([0, 1], MapPatch.Of([Box("a"), Box("b")], [Box("a"), Box("b")]));

    [Fact]
    public void Of_ChangedNewAndGone_SendsTheChangedAndTheNew()
    {
        var patch = MapPatch.Of([Box("a"), Box("b"), Box("c")], [Box("c"), Box("a", hover: "5 hits"), Box("d")]);

        Assert.Equal(
            [2, new object[] { "a", "", "label", 1L, "5 hits", "#000000" }, new object[] { "d", "", "label", 1L, "", "#000000" }],
            patch);
    }

    [Fact]
    public void Of_AnyTwoMaps_MakesTheSecondOfTheFirst_AndSendsNoBoxTwice() => Gen.Select(s_map, s_map).Sample((before, after) =>
    {
        var patch = MapPatch.Of(before, after);

        Assert.Equal(after, patch.Select(part => part is object[] box ? Box((string)box[0], (long)box[3]) : before[(int)part]));
        Assert.Equal(after.Except(before).Count(), patch.Count(part => part is object[]));
    });
}
