using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class PrefixTreeModelTests : FleetPageContext
{
    private static readonly WorkerId s_first = new("sim-1");

    private PrefixTreeModel Shown(WorkerId? worker)
    {
        var model = new PrefixTreeModel(Explorer);
        model.Show(worker, root: null);
        return model;
    }

    private void Prompt(params IEnumerable<int> hashes)
    {
        ulong[] all = [.. hashes.Select(h => (ulong)h)];
        Tree.Insert(0, new PromptBlocks { Hashes = all, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = all.Length * 256 }, "m");
    }

    [Fact]
    public void Show_OnlyTheTopLevelIsRead()
    {
        Insert(0, 1);
        Insert(0, 2);

        var model = Shown(s_first);

        var row = Assert.Single(model.Rows);
        Assert.Equal(640, row.Node!.Tokens);
        Assert.Equal(1920, model.TotalTokens);
        Assert.Equal(1.0 / 3, model.ShownShare, 3);
    }

    [Fact]
    public void Toggle_OpensTheLevelBelowLargestFirstAndClosesIt()
    {
        Insert(0, 1, ownBlocks: 3);
        Insert(0, 2, ownBlocks: 9);
        var model = Shown(s_first);
        var root = model.Rows[0].Node!.Id;

        model.Toggle(root);
        Assert.Equal([0, 1, 1], model.Rows.Select(r => r.Depth));
        Assert.Equal([640L, 576, 192], model.Rows.Select(r => r.Node!.Tokens));
        Assert.Equal(1, model.ShownShare);

        model.Toggle(root);
        Assert.Single(model.Rows);
    }

    [Fact]
    public void Show_OfAWorker_LeavesOutWhatOnlyOthersHold()
    {
        Insert(0, 1);
        Insert(1, 2);

        Assert.Equal(1280, Shown(s_first).TotalTokens);
        Assert.Equal(1920, Shown(null).TotalTokens);
    }

    [Fact]
    public void Show_RootId_StartsBelowIt()
    {
        Insert(0, 1);
        Insert(0, 2);
        var model = new PrefixTreeModel(Explorer);

        model.Show(s_first, Explorer.Children(null, null)!.Nodes[0].Id);

        Assert.Equal(2, model.Rows.Count);
        Assert.All(model.Rows, r => Assert.Equal(0, r.Depth));
    }

    [Fact]
    public void Refresh_ARunGrowsPastAnother_RowsKeepTheirPlacesUntilSorted()
    {
        Prompt(1, 2, 3);
        Prompt(11, 12);
        var model = Shown(s_first);
        var before = model.Rows.Select(r => r.Node!.Tokens).ToArray();
        Assert.Equal([192L, 128], before);

        // A branch below the smaller run makes it the larger one; its own id stays.
        Prompt(11, 12, 13, 14, 15);
        Prompt(11, 12, 23, 24, 25);
        model.Refresh();

        Assert.Equal([192L, 128], model.Rows.Select(r => r.Node!.Tokens));
        Assert.True(model.OutOfOrder);

        model.SortAgain();
        Assert.Equal([128L, 192], model.Rows.Select(r => r.Node!.Tokens));
        Assert.False(model.OutOfOrder);
    }

    [Fact]
    public void Refresh_AnOpenRunIsSplit_StaysOpenWithThePartAboveIt()
    {
        Prompt(1, 2, 3, 4, 5);
        Prompt(1, 2, 3, 4, 6);
        var model = Shown(s_first);
        var open = model.Rows[0].Node!.Id;
        model.Toggle(open);

        Prompt(1, 2, 9);
        model.Refresh();

        var row = model.Rows.Single(r => r.Node!.Id == open);
        Assert.True(row.Open);
        Assert.Equal(1, row.Depth);
        Assert.True(model.Rows[0].Open);
    }

    [Fact]
    public void Toggle_AnAncestorOfAnOpenRun_StaysClosedOverRefreshes()
    {
        Prompt(1, 2, 3, 4);
        Prompt(1, 2, 3, 5);
        Prompt(1, 2, 9);
        var model = Shown(s_first);
        var root = model.Rows[0].Node!.Id;
        model.Toggle(root);
        model.Toggle(model.Rows.First(r => r.Depth == 1 && r.Node!.Children > 0).Node!.Id);

        model.Toggle(root);
        model.Refresh();

        Assert.Single(model.Rows);
    }

    [Fact]
    public void More_LongLevel_ShowsTheRestAndSaysHowMany()
    {
        for (var i = 0; i < 40; i++)
        {
            Prompt(1, 100 + i);
        }

        var model = Shown(s_first);
        var root = model.Rows[0].Node!.Id;
        model.Toggle(root);

        Assert.Equal(1 + PrefixTreeModel.Page + 1, model.Rows.Count);
        Assert.Equal(15, model.Rows[^1].Hidden);

        model.More(root);
        Assert.Equal(41, model.Rows.Count);
        Assert.All(model.Rows, r => Assert.NotNull(r.Node));
    }

    [Fact]
    public void Refresh_WorkerRemoved_IsEmptyAndDoesNotThrow()
    {
        Insert(0, 1);
        var model = Shown(s_first);

        Registry.Remove(s_first);
        model.Refresh();

        Assert.Empty(model.Rows);
    }
}
