using System.Net;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Api;

public sealed class AuditApiTests : ApiTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Storage:Provider", "sqlite"),
        new("Storage:Path", Path.Combine(_folder.FullName, "console.db")),
    ];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<string[]> TargetsAsync(string query) =>
        [.. (await SendAsync(HttpMethod.Get, "/api/audit?format=csv" + query)).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')[6])];

    /// <summary>More than a page, and more than is in memory.</summary>
    [Fact]
    public async Task Table_HasAllThatMatch_EachOnce()
    {
        const int All = AuditLog.MemoryLimit + AuditLog.PageLimit;
        var log = Host.Get<AuditLog>();
        await Task.WhenAll(Enumerable.Range(0, All).Select(i => log.AppendAsync("eve", "operator", "x", i % 2 == 0 ? "worker.drain" : "worker.undrain", $"gpu-{i}", AuditResults.Done)));

        Assert.Equal(Enumerable.Range(0, All).Reverse().Select(i => $"gpu-{i}"), await TargetsAsync("&who=eve"));
        Assert.Equal(All / 2, (await TargetsAsync("&who=eve&action=worker.drain")).Distinct().Count());
        Assert.Equal(AuditLog.PageLimit + 500, (await TargetsAsync($"&who=eve&limit={AuditLog.PageLimit + 500}")).Length);
        Assert.Empty(await TargetsAsync("&who=nobody"));
    }

    [Theory]
    [InlineData("limit=1001", "limit")]
    [InlineData("format=csv&limit=0", "limit")]
    [InlineData("format=csv&limit=99999999999", "limit")]
    [InlineData("format=xml", "format")]
    [InlineData("format=csv&result=maybe", "result")]
    public async Task BadQuery_NamesTheField(string query, string field)
    {
        var answer = await SendAsync(HttpMethod.Get, "/api/audit?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], Fields(answer));
    }
}
