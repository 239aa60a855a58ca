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

        Assert.Equal(new PrefixNamespaceParts(model, adapter, tenant, salt.Length > 0), PrefixNamespaceParts.Parse(label));
        Assert.DoesNotContain("s3cret", label);
    }
}
