using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Pins;

public sealed class WorkerPinsTests
{
    private static readonly WorkerId s_w1 = new("w1");
    private static readonly WorkerId s_w2 = new("w2");

    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly WorkerPins _pins;

    public WorkerPinsTests()
    {
        _registry = new WorkerRegistry(_time);
        _pins = new WorkerPins(_registry, _time);
        Add("w1");
        Add("w2");
    }

    [Fact]
    public void Create_EachTokenIsAnother_AndLeadsToItsWorker()
    {
        var (first, second, other) = (Pin(s_w1), Pin(s_w1), Pin(s_w2));

        Assert.Equal(3, new[] { first.Token, second.Token, other.Token }.Distinct().Count());
        Assert.Matches("^pin_[0-9a-f]{32}$", first.Token);
        Assert.Equal((s_w1, s_w1, s_w2), (_pins.Find(first.Token), _pins.Find(second.Token), _pins.Find(other.Token)));
        Assert.Null(_pins.Find(""));
        Assert.Null(_pins.Find(first.Token.ToUpperInvariant()));
    }

    [Fact]
    public void Find_AfterTenMinutes_DoesNotCount()
    {
        var pin = Pin(s_w1);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(10), pin.ExpiresAt);

        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Equal(s_w1, _pins.Find(pin.Token));
        Assert.Equal((1, pin.ExpiresAt), _pins.Of(s_w1));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Null(_pins.Find(pin.Token));
        Assert.Equal((0, null), _pins.Of(s_w1));
    }

    [Fact]
    public void Find_WorkerLeft_DoesNotCountForALaterOneOfItsName()
    {
        var pin = Pin(s_w1);
        _registry.Remove(s_w1);
        Assert.Null(_pins.Find(pin.Token));

        Add("w1");

        Assert.Null(_pins.Find(pin.Token));
        Assert.Equal(0, _pins.End(s_w1));
    }

    [Fact]
    public void End_EndsAllOfTheWorkerAndNoOther()
    {
        var (first, second, other) = (Pin(s_w1), Pin(s_w1), Pin(s_w2));

        Assert.Equal(2, _pins.End(s_w1));

        Assert.Equal((null, null, s_w2), (_pins.Find(first.Token), _pins.Find(second.Token), _pins.Find(other.Token)));
        Assert.Equal(0, _pins.End(s_w1));
        Assert.Null(_pins.End(new WorkerId("nobody")));
    }

    [Fact]
    public void Create_NoSuchWorkerOrOneThatTakesNoRequests_IsRefused()
    {
        _registry.Add(new WorkerConfig { Id = new WorkerId("p"), Address = new Uri("http://10.0.0.9"), Role = WorkerRole.Prefill });

        Assert.Equal((null, PinRefusal.UnknownWorker), _pins.Create(new WorkerId("nobody")));
        Assert.Equal((null, PinRefusal.TakesNoRequests), _pins.Create(new WorkerId("p")));
    }

    [Fact]
    public void Create_AsManyAsThereCanBe_IsRefusedUntilOneExpires()
    {
        for (var i = 0; i < WorkerPins.MaxPins; i++)
        {
            Pin(i % 2 == 0 ? s_w1 : s_w2);
        }

        Assert.Equal((null, PinRefusal.TooMany), _pins.Create(s_w1));
        _time.Advance(WorkerPins.Life);

        Assert.Equal(s_w1, _pins.Find(Pin(s_w1).Token));
    }

    private void Add(string id) => _registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = new Uri("http://10.0.0.1") });

    private WorkerPin Pin(WorkerId worker)
    {
        var (pin, refusal) = _pins.Create(worker);
        Assert.Equal(PinRefusal.None, refusal);
        return pin!;
    }
}
