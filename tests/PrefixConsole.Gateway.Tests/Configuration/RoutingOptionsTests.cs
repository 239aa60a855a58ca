using Microsoft.Extensions.Configuration;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Tests.Configuration;

public sealed class RoutingOptionsTests
{
    [Fact]
    public void ToSpec_BoundSection_TurnsNumbersAndWordsIntoParameters()
    {
        var options = Bind(
            ("Routing:Strategy", "approximate-tree"),
            ("Routing:Parameters:cache-threshold", "0.5"),
            ("Routing:Parameters:gate", "fleet"));
        var spec = options.ToSpec();
        Assert.Equal("approximate-tree", spec.Name);
        Assert.Equal(0.5, spec.Parameters["cache-threshold"].Number);
        Assert.Equal("fleet", spec.Parameters["gate"].Text);
    }

    [Fact]
    public void ToSpec_Custom_CarriesScorersFiltersAndPicker()
    {
        var options = Bind(
            ("Routing:Strategy", "custom"),
            ("Routing:Scorers:queue", "2"),
            ("Routing:Scorers:kv-usage", "heavy"),
            ("Routing:Filters:0", "b"),
            ("Routing:Filters:1", "a"),
            ("Routing:Picker", "weighted-random"));
        var spec = options.ToSpec();
        Assert.Equal(["kv-usage", "queue"], spec.Scorers.Select(s => s.Scorer));
        Assert.True(double.IsNaN(spec.Scorers[0].Weight));
        Assert.Equal(2, spec.Scorers[1].Weight);
        Assert.Equal(["b", "a"], spec.Filters);
        Assert.Equal("weighted-random", spec.Picker);
    }

    [Theory]
    [InlineData("name", "Routing:Strategy")]
    [InlineData("parameters.cache-threshold", "Routing:Parameters:cache-threshold")]
    [InlineData("scorers[0].weight", "Routing:Scorers:kv-usage")]
    [InlineData("scorers[1]", "Routing:Scorers:queue")]
    [InlineData("scorers[7]", "Routing:Scorers")]
    [InlineData("scorers", "Routing:Scorers")]
    [InlineData("filters[1]", "Routing:Filters:1")]
    [InlineData("picker", "Routing:Picker")]
    public void Key_FieldOfASpec_IsTheConfigurationKey(string field, string key)
    {
        var options = Bind(("Routing:Scorers:queue", "2"), ("Routing:Scorers:kv-usage", "1"));
        Assert.Equal(key, ValidateRoutingOptions.Key(field, options));
    }

    private static RoutingOptions Bind(params (string Key, string Value)[] values)
    {
        var options = new RoutingOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)))
            .Build()
            .GetSection(RoutingOptions.Section)
            .Bind(options);
        return options;
    }
}
