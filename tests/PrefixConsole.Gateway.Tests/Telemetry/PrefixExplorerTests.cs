using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class PrefixExplorerTests
{
    private const int Block = 256;

    private static readonly WorkerId s_w1 = new("w1");
    private static readonly WorkerId s_w2 = new("w2");

    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly ApproximatePrefixTree _tree;
    private readonly PreviewStore _previews = new();
    private readonly PrefixExplorer _explorer;

    public PrefixExplorerTests()
    {
        _registry = new WorkerRegistry(_time);
        _tree = new ApproximatePrefixTree(_time, 1_000_000);
        _explorer = new PrefixExplorer(_tree, _registry, _previews, _time, new GatewayOptions());
        foreach (var id in new[] { s_w1, s_w2 })
        {
            _registry.Add(new WorkerConfig { Id = id, Address = new Uri("http://10.0.0.1") });
        }
    }

    [Fact]
    public void Children_SharedSystemPromptWithTwoTurns_IsNamedByStructure()
    {
        Serve(s_w1, 'a', 4, 4);
        Serve(s_w2, 'b', 4, 2);
        var root = Assert.Single(_explorer.Children(null, null)!.Nodes);
        Assert.Equal("system", root.Name);
        Assert.Equal(4, root.Blocks);
        Assert.Equal(4 * Block / 4, root.Tokens);
        Assert.Equal(10 * Block / 4, root.SubtreeTokens);
        Assert.Equal(0.4, root.Share, 6);
        Assert.Equal(2, root.Children);
        Assert.Equal(["w1", "w2"], root.Holders.Select(h => h.Worker.Value).Order());
        Assert.Matches("^[0-9a-f]{16}$", root.Id);

        var children = _explorer.Children(root.Id, null)!;
        Assert.Equal(["turn 1 user", "turn 1 user"], children.Nodes.Select(n => n.Name));
        Assert.All(children.Nodes, n => Assert.Equal(root.Id, n.ParentId));
        Assert.Equal(4 * Block / 4, children.Nodes[0].TokensBefore);
        Assert.Equal(1, children.ShownShare);
        var one = _explorer.Children(root.Id, null, max: 1)!;
        Assert.Equal(4.0 / 6, one.ShownShare, 6);
    }

    [Fact]
    public void Children_OfOneWorker_ShowsItsPartOnly()
    {
        Serve(s_w1, 'a', 4, 4);
        Serve(s_w2, 'b', 4, 2);
        var root = Assert.Single(_explorer.Children(null, s_w2)!.Nodes);
        var leaf = Assert.Single(_explorer.Tree(null, s_w2)!.Nodes, n => n.ParentId == root.Id || n.Id == root.Id && n.Blocks == 6);
        Assert.True(leaf.SubtreeTokens > 0);
        Assert.Equal(6 * Block / 4, _explorer.Tree(null, s_w2)!.TotalTokens);
    }

    [Fact]
    public void Tree_CutToFewNodes_SaysWhatShareItShows()
    {
        Serve(s_w1, 'a', 4, 4);
        Serve(s_w2, 'b', 4, 2);
        var whole = _explorer.Tree(null, null)!;
        Assert.Equal(3, whole.Nodes.Length);
        Assert.Equal(1, whole.ShownShare);
        var cut = _explorer.Tree(null, null, 2)!;
        Assert.Equal(2, cut.Nodes.Length);
        Assert.Equal(0.8, cut.ShownShare, 6);
        Assert.Null(cut.Nodes[0].ParentId);
        Assert.Equal(3, cut.TotalNodes);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void ChildrenAndTree_AbsurdBounds_AreClamped(int max)
    {
        Serve(s_w1, 'a', 2, 2);
        Assert.NotEmpty(_explorer.Children(null, null, max)!.Nodes);
        Assert.NotEmpty(_explorer.Tree(null, null, max)!.Nodes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("zzzzzzzzzzzzzzzz")]
    [InlineData("0x00000000000000")]
    [InlineData("0000000000000001")]
    [InlineData("<script>alert(1)")]
    public void UnknownOrMalformedIds_AreNothing(string id)
    {
        Serve(s_w1, 'a', 2, 2);
        Assert.Null(_explorer.Find(id));
        Assert.Null(_explorer.Children(id, null));
        Assert.Null(_explorer.Tree(id, null));
        Assert.False(_explorer.SetLabel(id, "x"));
        Assert.Null(_explorer.Children(null, new WorkerId(id)));
    }

    [Fact]
    public void Children_EmptyTree_IsEmptyAndFullyShown()
    {
        var view = _explorer.Children(null, null)!;
        Assert.Empty(view.Nodes);
        Assert.Equal(1, view.ShownShare);
    }

    [Fact]
    public void SetLabel_NamesTheRunUntilTakenAway()
    {
        Serve(s_w1, 'a', 4, 4);
        var id = _explorer.Children(null, null)!.Nodes[0].Id;
        const string Hostile = "<script>=cmd \u202E";
        Assert.True(_explorer.SetLabel(id, $"  {Hostile} x "));
        Assert.Equal(Hostile + " x", _explorer.Find(id)!.Name);
        Assert.Equal(Hostile + " x", _explorer.Find(id)!.Label);
        Assert.False(_explorer.SetLabel(id, new string('x', 81)));
        Assert.False(_explorer.SetLabel(id, "a\nb"));
        Assert.Equal(Hostile + " x", _explorer.Find(id)!.Label);
        Assert.True(_explorer.SetLabel(id, null));
        Assert.Null(_explorer.Find(id)!.Label);
        Assert.Equal("system → turn 1 user", _explorer.Find(id)!.Name);
    }

    [Fact]
    public void Find_AfterAWhile_KnowsAgeAndIdleTime_AndThePreview()
    {
        var hashes = Serve(s_w1, 'a', 4, 4);
        _previews.Record(hashes.Hashes[0], "You are a helpful");
        var id = _explorer.Children(null, null)!.Nodes[0].Id;
        _time.Advance(TimeSpan.FromMinutes(2));
        Serve(s_w1, 'a', 4, 4);
        _time.Advance(TimeSpan.FromMinutes(1));
        var node = _explorer.Find(id)!;
        Assert.Equal(TimeSpan.FromMinutes(3), node.Age);
        Assert.Equal(TimeSpan.FromMinutes(1), node.Idle);
        Assert.Equal("You are a helpful", node.Preview);
        Assert.Equal("m", node.Namespace);
    }

    [Fact]
    public void PrefixLabels_Full_MakesRoomFromRunsThatAreGone()
    {
        var labels = new PrefixLabels();
        for (var i = 0; i < PrefixLabels.Capacity; i++)
        {
            Assert.True(labels.Set((ulong)i, "x", _ => true));
        }

        Assert.False(labels.Set(99_999, "new", _ => true));
        Assert.True(labels.Set(5, "changed", _ => true));
        Assert.True(labels.Set(99_999, "new", hash => hash != 7));
        Assert.Null(labels.Find(7));
        Assert.Equal("changed", labels.Find(5));
    }

    private PromptBlocks Serve(WorkerId id, char user, int systemBlocks, int userBlocks)
    {
        var text = new string('s', systemBlocks * Block) + new string(user, userBlocks * Block);
        ImmutableArray<PromptSegment> segments = [new(PromptPart.System, 0, 0), new(PromptPart.User, 1, systemBlocks * Block)];
        var blocks = PrefixHasher.HashText(Encoding.UTF8.GetBytes(text), new PrefixNamespace("m"), Block, segments);
        _tree.Insert(_registry.Find(id)!.Slot, blocks, "m");
        return blocks;
    }
}
