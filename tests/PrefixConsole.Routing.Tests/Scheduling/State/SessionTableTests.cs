using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling.State;

public sealed class SessionTableTests
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(300);
    private static readonly WorkerId s_worker = new("w1");

    [Fact]
    public void Bind_ExpiredSessions_AreSweptByLaterOnes()
    {
        var time = new FakeTimeProvider();
        var sessions = new SessionTable(time);
        for (var i = 0; i < 10; i++)
        {
            sessions.Bind(TestRequest.Create(session: $"old{i}"), s_worker, s_idle, 1000);
        }

        time.Advance(s_idle + TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++)
        {
            sessions.Bind(TestRequest.Create(session: $"new{i}"), s_worker, s_idle, 1000);
        }

        Assert.Equal(5, sessions.Count);
        Assert.Equal(s_worker, sessions.Find(TestRequest.Create(session: "new0"), s_idle));
    }

    [Fact]
    public void Find_OtherModelOrTenant_IsAnotherSession()
    {
        var sessions = new SessionTable(new FakeTimeProvider());
        var request = Request("m", "acme");
        sessions.Bind(request, s_worker, s_idle, 10);

        Assert.Equal(s_worker, sessions.Find(Request("m", "acme"), s_idle));
        Assert.Null(sessions.Find(Request("m", "other"), s_idle));
        Assert.Null(sessions.Find(Request("n", "acme"), s_idle));
    }

    [Fact]
    public void Bind_NoSession_StoresNothing()
    {
        var sessions = new SessionTable(new FakeTimeProvider());
        sessions.Bind(TestRequest.Create(), s_worker, s_idle, 10);

        Assert.Equal(0, sessions.Count);
    }

    private static RoutingRequest Request(string model, string tenant) => new()
    {
        Id = "r",
        Model = model,
        Namespace = new PrefixNamespace(model, Tenant: tenant),
        Blocks = PromptBlocks.Empty,
        PromptTokens = 0,
        SessionKey = "s",
    };
}
