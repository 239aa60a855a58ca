using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Access;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Components.Layout;

/// <summary>A tab that stays open is no proof that its session does.</summary>
public sealed class DeskTests : PageContext
{
    [Fact]
    public async Task Do_AfterTheSessionEnded_IsRefusedAndWrittenDown()
    {
        var current = true;
        Desk.Seat(Administrator, () => current);
        var done = 0;
        Assert.True(await Desk.DoAsync("worker.drain", "sim-1", () => ++done > 0, () => done));

        current = false;

        Assert.False(await Desk.DoAsync("worker.drain", "sim-1", () => ++done > 0, () => done));
        Assert.Equal(1, done);
        Assert.False(Desk.CanOperate);
        Assert.Equal(Permissions.None, Desk.Actor.Permissions);
        var (rows, _) = await Audit.ReadAsync(new AuditFilter { Result = AuditResults.Refused }, 10, TestContext.Current.CancellationToken);
        Assert.Equal(("ada", "worker.drain"), (Assert.Single(rows).Who, rows[0].Action));
    }

    [Fact]
    public async Task Acts_GivenTheActorOfAnEndedSession_Refuse()
    {
        Desk.Seat(Administrator, () => false);
        await Assert.ThrowsAsync<NotAllowedException>(() => Services.GetRequiredService<Acts>().DoAsync(Desk.Actor, "x.y", "", () => true, () => null));
    }

    [Fact]
    public async Task Do_WhatIsDoneOrNot_HasItsStateBeforeAndAfterOnlyWhenItWas()
    {
        Desk.Seat(Administrator);
        var lit = false;
        Assert.True(await Desk.DoAsync("lamp.light", "a", () => lit = true, () => new { Lit = lit }));
        Assert.False(await Desk.DoAsync("lamp.light", "b", () => false, () => new { Lit = lit }));

        var (rows, _) = await Audit.ReadAsync(new AuditFilter(), 10, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("b", AuditResults.Failed, null, null), ("a", AuditResults.Done, """{"lit":false}""", """{"lit":true}""")],
            rows.Select(r => (r.Target, r.Result, r.Before, r.After)));
    }
}
