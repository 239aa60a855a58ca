using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using PrefixConsole.Access;
using PrefixConsole.Components.Layout;
using PrefixConsole.Operations;
using PrefixConsole.Simulation.Workload;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class DemoControlTests : BunitContext
{
    private const string Rate = "[data-testid=demo-rate]";
    private const string Error = "[data-testid=demo-rate-error]";

    private readonly DemoTraffic _traffic = new(() => null, "token", "m", new DemoTrafficOptions { RequestsPerSecond = 5 }, TimeProvider.System, NullLogger<DemoTraffic>.Instance);

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1e9")]
    [InlineData("fast")]
    public void Rate_ThatCannotBe_IsToldBesideTheField_AndTheLastOneStays(string typed)
    {
        var control = Show(Permissions.Read | Permissions.Operate);

        control.Find(Rate).Change(typed);

        Assert.Equal("0.1 to 200", control.Find(Error).TextContent);
        Assert.Equal(5, _traffic.Rate);
        control.Find(Rate).Change("7.5");
        Assert.Empty(control.FindAll(Error));
        Assert.Equal(7.5, _traffic.Rate);
    }

    [Fact]
    public void Viewer_SeesIt_AndCannotTurnIt()
    {
        var control = Show(Permissions.Read);

        Assert.All(control.FindAll("button, input"), e => Assert.True(e.HasAttribute("disabled")));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _traffic.Dispose();
    }

    private IRenderedComponent<DemoControl> Show(Permissions permissions)
    {
        var time = new FakeTimeProvider();
        var connection = new StoreConnection(new StorageOptions { Provider = StorageProviders.None }, Path.GetTempPath());
        var state = new StoreState(connection, time);
        var audit = new AuditLog(connection, new KeptWrites(connection, state), state, time);
        Services.AddMudServices();
        Services.AddSingleton(_traffic);
        Services.AddScoped(sp =>
        {
            var desk = new Desk(new Acts(audit, time), sp.GetRequiredService<ISnackbar>());
            desk.Seat(new Actor("ada", "test", permissions, "console"));
            return desk;
        });
        return Render<DemoControl>();
    }
}
