using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

public sealed class TreeGateTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task GiveWay_SomebodyWaits_LetsThemIn()
    {
        var gate = new TreeGate();
        var entered = false;
        Task waiter;
        using (gate.Enter())
        {
            waiter = Task.Run(
                () =>
                {
                    using (gate.Enter())
                    {
                        entered = true;
                    }
                },
                TestContext.Current.CancellationToken);
            Assert.True(SpinWait.SpinUntil(() => gate.Waiting == 1, s_patience));

            // a waiter that the system has put to sleep may need more than one offer
            Assert.True(SpinWait.SpinUntil(
                () =>
                {
                    gate.GiveWay();
                    return entered;
                },
                s_patience));
        }

        await waiter.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public void GiveWay_NobodyWaits_KeepsTheLock()
    {
        var gate = new TreeGate();
        using (gate.Enter())
        {
            gate.GiveWay();
            using var inner = gate.Enter();
        }

        using (gate.Enter())
        {
            Assert.Equal(0, gate.Waiting);
        }
    }
}
