using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Testing.Measuring;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

public sealed class SessionHashTests
{
    [Fact]
    public void Of_SameSession_IsTheSame_AndOtherwiseNot()
    {
        var one = SessionHash.Of(TestRequest.Create("r1", session: "ada@example.org"));

        Assert.Equal(one, SessionHash.Of(TestRequest.Create("r2", blocks: 3, session: "ada@example.org")));
        Assert.NotEqual(one, SessionHash.Of(TestRequest.Create(session: "bob@example.org")));
        Assert.NotEqual(one, SessionHash.Of(TestRequest.Create(model: "model-b", session: "ada@example.org")));
        Assert.NotEqual(SessionHash.Of(TestRequest.Create(model: "ab", session: "c")), SessionHash.Of(TestRequest.Create(model: "a", session: "bc")));
    }

    [Fact]
    public void Of_NoSession_IsZero_AnEmptyOneIsNot()
    {
        Assert.Equal(0UL, SessionHash.Of(TestRequest.Create()));
        Assert.NotEqual(0UL, SessionHash.Of(TestRequest.Create(session: "")));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(20_000)]
    public void Of_AnySession_AllocatesNothing(int length)
    {
        var request = TestRequest.Create(session: new string('s', length));
        SessionHash.Of(request);

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                SessionHash.Of(request);
            }
        }));
    }
}
