using System.Net;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Tests.Configuration;

public sealed class WorkerRulesTests
{
    private static readonly OwnAddresses s_own = new("http://localhost:8000", "http://localhost:8080");

    [Theory]
    [InlineData("http://10.0.0.5:8000")]
    [InlineData("http://127.0.0.1:9001")]
    [InlineData("http://localhost:9001")]
    [InlineData("https://worker.example:443/engine")]
    [InlineData("http://[::1]:9001")]
    [InlineData("http://192.168.1.7:8080")]
    public void Url_Allowed_HasNoErrors(string url) => Assert.Empty(Check(url, allowPrivate: true));

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://169.254.1.1:8000")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xA9FEA9FE/")]
    [InlineData("http://[fe80::1]:8000")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[::169.254.169.254]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://0.0.0.0:9001")]
    [InlineData("http://0:9001")]
    [InlineData("http://[::]:9001")]
    [InlineData("http://255.255.255.255:9001")]
    [InlineData("http://224.0.0.1:9001")]
    [InlineData("http://metadata.google.internal/")]
    [InlineData("http://METADATA.google.internal./")]
    [InlineData("http://localhost:8000")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.9.9.9:8080")]
    [InlineData("http://[::1]:8000")]
    [InlineData("http://a.localhost:8000")]
    [InlineData("http://localhost.:8000")]
    [InlineData("http://[::ffff:127.0.0.1]:8000")]
    public void Url_LinkLocalMetadataOrOurOwn_IsRefusedWhateverIsAllowed(string url) =>
        Assert.Equal("url", Assert.Single(Check(url, allowPrivate: true)).Field);

    [Theory]
    [InlineData("http://127.0.0.1:9001")]
    [InlineData("http://localhost:9001")]
    [InlineData("http://10.1.2.3")]
    [InlineData("http://172.16.0.1")]
    [InlineData("http://172.31.255.255")]
    [InlineData("http://192.168.0.1")]
    [InlineData("http://100.64.0.1")]
    [InlineData("http://[::1]:9001")]
    [InlineData("http://[fd12::1]")]
    [InlineData("http://[::ffff:10.0.0.1]")]
    public void Url_PrivateWhileNotAllowed_IsRefused(string url)
    {
        var error = Assert.Single(Check(url, allowPrivate: false));
        Assert.Equal("url", error.Field);
        Assert.Contains("Gateway:AllowPrivateWorkers", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://8.8.8.8")]
    [InlineData("http://172.32.0.1")]
    [InlineData("https://engine.example")]
    public void Url_PublicWhilePrivateIsNotAllowed_HasNoErrors(string url) => Assert.Empty(Check(url, allowPrivate: false));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("worker:8000")]
    [InlineData("/v1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://10.0.0.1")]
    [InlineData("http://")]
    [InlineData("http://user:secret@10.0.0.1")]
    [InlineData("http://user@10.0.0.1")]
    [InlineData("http://10.0.0.1/?x=1")]
    [InlineData("http://10.0.0.1/?")]
    [InlineData("http://10.0.0.1/#f")]
    [InlineData("http://10.0.0.1:0")]
    [InlineData("http://10.0.0.1:70000")]
    public void Url_NotABaseAddress_IsRefusedWithoutEchoingIt(string? url)
    {
        var error = Assert.Single(Check(url, allowPrivate: true));
        Assert.Equal("url", error.Field);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_EverythingWrong_NamesEveryField()
    {
        var options = new WorkerOptions
        {
            Id = "<script>",
            Url = "x",
            Models = ["ok", "", new string('m', 257)],
            Adapters = [null!, "tab\there"],
            Role = "3",
            KvBlocks = 0,
            BlockSize = 4097,
        };
        Assert.Equal(
            ["id", "url", "models[1]", "models[2]", "adapters[0]", "adapters[1]", "role", "kvBlocks", "blockSize"],
            WorkerRules.Check(options, true, s_own).Select(e => e.Field));
    }

    [Fact]
    public void Contains_AfterSet_KnowsTheRealPortsOnly()
    {
        var own = new OwnAddresses("http://localhost:0", "nonsense");
        Assert.Empty(own.Ports);
        own.Set([5001]);
        Assert.True(own.Contains(new Uri("http://localhost:5001")));
        Assert.False(own.Contains(new Uri("http://localhost:5002")));
        Assert.False(own.Contains(new Uri("http://10.255.255.254:5001")));
        Assert.True(own.Contains(new Uri($"http://{Environment.MachineName}:5001")));
    }

    [Fact]
    public void Refuse_ResolvedAddress_FollowsTheSameRules()
    {
        Assert.NotNull(WorkerAddressRules.Refuse(IPAddress.Parse("169.254.169.254"), true));
        Assert.NotNull(WorkerAddressRules.Refuse(IPAddress.Loopback, false));
        Assert.Null(WorkerAddressRules.Refuse(IPAddress.Loopback, true));
        Assert.Null(WorkerAddressRules.Refuse(IPAddress.Parse("2001:db8::1"), false));
    }

    private static System.Collections.Immutable.ImmutableArray<FieldError> Check(string? url, bool allowPrivate) =>
        WorkerRules.Check(new WorkerOptions { Id = "w", Url = url }, allowPrivate, s_own);

    [Theory]
    [InlineData("127.0.0.1", 8000, true)]
    [InlineData("127.8.8.8", 8080, true)]
    [InlineData("::1", 8000, true)]
    [InlineData("::ffff:127.0.0.1", 8000, true)]
    [InlineData("127.0.0.1", 8001, false)]
    [InlineData("203.0.113.7", 8000, false)]
    public void Own_WhatANameStandsFor_IsKnownWhenItIsUs(string address, int port, bool own) =>
        Assert.Equal(own, s_own.Contains(System.Net.IPAddress.Parse(address), port));
}
