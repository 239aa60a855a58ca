using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.Tests.Prefixes;

public sealed class PrefixNamespacePartsTests
{
    [Theory]
    [InlineData("m", "", "", "")]
    [InlineData("m", "lora", "", "")]
    [InlineData("m", "", "acme", "")]
    [InlineData("m", "lora", "acme", "s3cret")]
    [InlineData("m", "", "", "s3cret")]
    public void Parse_Label_ReadsItsParts_AndNeverTheSalt(string model, string adapter, string tenant, string salt)
    {
        var label = new PrefixNamespace(model, adapter, salt, tenant).Label;

        Assert.Equal(new PrefixNamespaceParts(model, adapter, tenant, salt.Length > 0 ? SaltName.Of(salt) : ""), PrefixNamespaceParts.Parse(label));
        Assert.DoesNotContain("s3cret", label);
    }

    [Fact]
    public void SaltName_SameSalt_SameName_AnotherSalt_AnotherOne_AndNotAPlainHash()
    {
        var name = SaltName.Of("s3cret");

        Assert.Matches("^[0-9a-f]{8}$", name);
        Assert.Equal(name, SaltName.Of("s3cret"));
        Assert.NotEqual(name, SaltName.Of("S3cret"));
        Assert.NotEqual(name, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes("s3cret".AsSpan())))[..8]);
    }
}
