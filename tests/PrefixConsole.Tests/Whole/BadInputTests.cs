using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PrefixConsole.Hosting;

namespace PrefixConsole.Tests.Whole;

public sealed class BadInputTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("{\"model\":\"demo-8b\",", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\":\"demo-8b\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\":\"demo-8b\",\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\":\"demo-8b\",\"cache_salt\":\"a b\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", HttpStatusCode.NotFound)]
    public async Task ChatCompletions_BadBody_IsAnOpenAIErrorAndNothingStaysInFlight(string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await fixture.App.Gateway.PostAsync("v1/chat/completions", content, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("type").GetString()!);
        Assert.All(fixture.App.Registry.Workers, w => Assert.Equal(0, w.Load.InFlight));
    }

    [Fact]
    public async Task Gateway_ConsoleRoutes_AreNotServed()
    {
        using var api = await fixture.App.Gateway.GetAsync("api/workers", TestContext.Current.CancellationToken);
        using var page = await fixture.App.Gateway.GetAsync("", TestContext.Current.CancellationToken);
        using var chat = await fixture.App.Console.PostAsJsonAsync("v1/chat/completions", new { model = "demo-8b" }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, chat.StatusCode);
        Assert.True(chat.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, chat.StatusCode.ToString());
    }

    [Theory]
    [InlineData("--Gateway:TextBlockBytes=3", "Gateway:TextBlockBytes")]
    [InlineData("--Gateway:Url=nonsense", "Gateway:Url")]
    [InlineData("--Console:Url=http://0.0.0.0:0", "Console:Url")]
    [InlineData("--Routing:Strategy=psychic", "Routing:Strategy")]
    [InlineData("--Routing:Strategy=approximate-tree --Routing:Parameters:cache-threshold=7", "cache-threshold")]
    [InlineData("--Workers:0:Id=w --Workers:0:Url=ftp://x", "Workers:0:Url")]
    [InlineData("--DemoFleet:Workers=-1", "DemoFleet:Workers")]
    [InlineData("--DemoFleet:Enabled=true --Workers:0:Id=sim-1 --Workers:0:Url=http://10.0.0.1:8000", "sim-1")]
    [InlineData("--Gateway:MaxRequestBytes=lots", "MaxRequestBytes")]
    [InlineData("--Storage:Provider=postgresql --Storage:ConnectionString=nonsense", "Storage:ConnectionString")]
    [InlineData("--Storage:Provider=postgresql --Storage:ConnectionString=Host=x;Prot=5", "Storage:ConnectionString")]
    [InlineData("--Storage:Provider=postgresql --Storage:ConnectionString=Host=x;Port=many", "Storage:ConnectionString")]
    [InlineData("--Storage:Provider=postgresql --Storage:ConnectionString=Database=x", "Storage:ConnectionString")]
    public async Task Start_InvalidConfiguration_NamesTheKeyAndExitsWithItsCode(string arguments, string key)
    {
        var error = new StringWriter();
        var before = Console.Error;
        Console.SetError(error);
        try
        {
            var code = await ExitCodes.RunAsync(
                ["--Gateway:Url=http://127.0.0.1:0", "--Console:Url=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", .. arguments.Split(' ')],
                PrefixConsoleApplication.Build).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

            Assert.Equal(ExitCodes.InvalidConfiguration, code);
            Assert.Contains(key, error.ToString(), StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
