using System.Globalization;
using System.Net;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Api;

public sealed class ScheduleApiTests : ApiTest
{
    private const string Path = "/api/strategy/schedule";

    [Fact]
    public async Task Post_Plans_GetLists_DeleteCancels()
    {
        var at = DateTimeOffset.UtcNow.AddDays(1).ToOffset(TimeSpan.FromHours(5.5));
        var planned = await SendAsync(HttpMethod.Post, Path, Body(at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)), "\"rev-1\"");
        var item = (await GetAsync(Path)).GetProperty("planned")[0];
        var id = item.GetProperty("id").GetString();

        Assert.Equal((HttpStatusCode.Created, "\"rev-1\""), (planned.Status, planned.Tag));
        Assert.Equal(at.ToUnixTimeSeconds(), item.GetProperty("at").GetDateTimeOffset().ToUnixTimeSeconds());
        Assert.Equal(("random", "for the night", 1, 300), (item.GetProperty("name").GetString(), item.GetProperty("reason").GetString(), item.GetProperty("against").GetInt32(), item.GetProperty("confirmWithinSeconds").GetInt32()));
        Assert.Equal(1, Host.Get<StrategyStore>().Current.Number);

        var cancelled = await SendAsync(HttpMethod.Delete, $"{Path}/{id}");
        Assert.Equal(HttpStatusCode.OK, cancelled.Status);
        Assert.Equal("cancelled", cancelled.Json!.Value.GetProperty("settled")[0].GetProperty("outcome").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"{Path}/{id}")).Status);
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z")]
    [InlineData("2099-01-01T00:00:00Z")]
    [InlineData("2026-11-26T14:00:00")]
    [InlineData("2026-02-30T14:00:00Z")]
    [InlineData("tomorrow")]
    [InlineData("1e999")]
    [InlineData("")]
    public async Task Post_BadTime_Is400ThatNamesIt(string at)
    {
        var answer = await SendAsync(HttpMethod.Post, Path, Body(at), "\"rev-1\"");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["at"], Fields(answer));
        Assert.Empty(Host.Get<ScheduledChanges>().Planned);
    }

    [Fact]
    public async Task Post_WithoutReasonTimeOrRevision_IsRefused()
    {
        Assert.Equal(["reason", "at"], Fields(await SendAsync(HttpMethod.Post, Path, """{"name":"random"}""", "\"rev-1\"")));
        var body = Body(DateTimeOffset.UtcNow.AddHours(1).ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await SendAsync(HttpMethod.Post, Path, body)).Status);
        var conflict = await SendAsync(HttpMethod.Post, Path, body, "\"rev-9\"");
        Assert.Equal((HttpStatusCode.Conflict, "revision_conflict", "\"rev-1\""), (conflict.Status, Code(conflict), conflict.Tag));
        Assert.Empty(Host.Get<ScheduledChanges>().Planned);
    }

    private static string Body(string at) => $$"""{"name":"random","reason":"for the night","confirmWithinSeconds":300,"at":"{{at}}"}""";
}
