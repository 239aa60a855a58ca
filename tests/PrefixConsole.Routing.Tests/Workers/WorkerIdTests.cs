using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Tests.Workers;

public sealed class WorkerIdTests
{
    [Theory]
    [InlineData("w1", true)]
    [InlineData("A.b_c-9", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    [InlineData("a/b", false)]
    public void IsValid_Value_FollowsTheAlphabet(string? value, bool valid) => Assert.Equal(valid, WorkerId.IsValid(value));

    [Fact]
    public void IsValid_Length_EndsAt64()
    {
        Assert.True(WorkerId.IsValid(new string('x', 64)));
        Assert.False(WorkerId.IsValid(new string('x', 65)));
    }

    [Fact]
    public void CompareTo_IsOrdinal() => Assert.True(new WorkerId("B") < new WorkerId("a"));
}
