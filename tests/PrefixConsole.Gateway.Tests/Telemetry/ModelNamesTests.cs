using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

/// <summary>Labels of metrics are made of what workers serve, never of what clients ask for.</summary>
public sealed class ModelNamesTests
{
    private readonly WorkerRegistry _registry = new(TimeProvider.System);
    private readonly ModelNames _names;

    public ModelNamesTests() => _names = new ModelNames(_registry);

    [Fact]
    public void Of_ServedModelOrAdapter_IsItsName_AndAnythingElseIsOther()
    {
        Add("w", ["big"], ["big-lora"]);

        Assert.Equal(("big", "big-lora"), (_names.Of("big"), _names.Of("big-lora")));
        foreach (var asked in new[] { "", "BIG", "made up", "<script>", "x\nmodel=\"y\"", new string('x', 100_000), "\ud800" })
        {
            Assert.Equal(ModelNames.Other, _names.Of(asked));
        }
    }

    /// <summary>What an engine reports is no more to be trusted.</summary>
    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("\ud800")]
    [InlineData("nul\0")]
    public void Of_ServedModelWithANameNoLabelCanHave_IsOther(string model)
    {
        Add("w", [model, new string('x', 129)]);

        Assert.Equal((ModelNames.Other, ModelNames.Other), (_names.Of(model), _names.Of(new string('x', 129))));
    }

    [Fact]
    public void Of_MoreThanTheLimit_TheRestIsOther_UntilSomeAreServedNoMore()
    {
        string[] first = [.. Enumerable.Range(0, ModelNames.Limit).Select(i => $"m{i}")];
        Add("w1", first);
        Add("w2", ["late"]);
        Assert.All(first, m => Assert.Equal(m, _names.Of(m)));
        Assert.Equal(ModelNames.Other, _names.Of("late"));

        _registry.Remove(new WorkerId("w1"));

        Assert.Equal(("late", ModelNames.Other), (_names.Of("late"), _names.Of("m0")));
    }

    [Fact]
    public void Add_OfMoreModelsThanAreKept_AddsThoseWithTheFewestFailuresUp()
    {
        ModelCount[] many = [.. Enumerable.Range(0, 50).Select(i => new ModelCount($"m{i:00}", 10, i))];

        var sum = ModelCount.Add([.. many.Take(25)], [.. many.Skip(25)])!.Value;

        Assert.Equal(ModelNames.Limit + 1, sum.Length);
        Assert.Equal((500, Enumerable.Range(0, 50).Sum()), (sum.Sum(m => m.Requests), sum.Sum(m => m.Failures)));
        Assert.Contains(new ModelCount("m49", 10, 49), sum);
        Assert.Equal(180, sum.Single(m => m.Model == ModelNames.Other).Requests);
        Assert.Null(ModelCount.Add(null, null));
        Assert.Equal([new ModelCount("a", 3, 1)], ModelCount.Add([new ModelCount("a", 1, 1)], [new ModelCount("a", 2, 0)])!.Value);
    }

    private void Add(string id, string[] models, string[]? adapters = null) => Assert.NotNull(_registry.Add(
        new WorkerConfig { Id = new WorkerId(id), Address = new Uri($"http://10.0.0.{id.Length}"), Models = [.. models], Adapters = [.. adapters ?? []] }));
}
