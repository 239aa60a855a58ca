using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Hosting;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Api;

public sealed class GuardTests : ApiTest
{
    private const string Body = """{"id":"w1","url":"http://10.0.0.1"}""";

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Write_FromAForeignPage_Is403(string header, string value)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/workers", Body, headers: (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("cross_site", Code(answer));
        Assert.Empty(Host.Get<WorkerRegistry>().Workers);
    }

    [Fact]
    public async Task Write_FromTheConsoleItself_IsAllowed()
    {
        var own = Host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var answer = await SendAsync(
            HttpMethod.Post, "/api/workers", Body, headers: [("Origin", own), ("Sec-Fetch-Site", "same-origin")]);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Write_OtherContentType_Is415(string type)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/workers", Body, contentType: type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Empty(Host.Get<WorkerRegistry>().Workers);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("10.0.0.1")]
    public async Task AnyRequest_WithAForeignHost_IsRefused(string host)
    {
        var answer = await SendAsync(HttpMethod.Get, "/api/overview", headers: ("Host", host));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("foreign_host", Code(answer));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST.", true)]
    [InlineData("console.localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("[::1]", true)]
    [InlineData("::1", true)]
    [InlineData("notlocalhost", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsLoopback_KnowsTheNamesOfThisMachine(string? host, bool expected) => Assert.Equal(expected, ListenerUrl.IsLoopbackHost(host));

    [Theory]
    [InlineData("http://localhost:0", true)]
    [InlineData("http://LOCALHOST.:0", true)]
    [InlineData("http://x.localhost:0", true)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://127.0.0.1.:0", true)]
    [InlineData("http://[::1]:0", true)]
    [InlineData("http://[::]:0", false)]
    [InlineData("http://*:0", false)]
    [InlineData("http://localhost.evil.example:0", false)]
    public async Task Listener_IsWhereTheRulesTakeItToBe(string url, bool loopback)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.ListenOn(url));
        await using var app = builder.Build();
        await app.StartAsync(Cancel);

        var bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

        Assert.Equal(loopback, ListenerUrl.IsLoopback(url));
        Assert.Equal(loopback, IPAddress.IsLoopback(IPAddress.Parse(BindingAddress.Parse(bound).Host.Trim('[', ']'))));
    }
}
