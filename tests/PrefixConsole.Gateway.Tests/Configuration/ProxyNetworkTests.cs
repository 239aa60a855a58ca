using System.Net;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Tests.Configuration;

public sealed class ProxyNetworkTests
{
    [Theory]
    [InlineData("10.0.0.5", "10.0.0.5", true)]
    [InlineData("10.0.0.5", "10.0.0.6", false)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("fd00::/8", "fd12::7", true)]
    [InlineData("fd00::/8", "fe80::1", false)]
    public void Parse_AddressOrNetwork_ContainsItsOwn(string text, string address, bool contains) =>
        Assert.Equal(contains, ProxyNetwork.Parse(text)!.Value.Contains(IPAddress.Parse(address)));
}
