namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>Draws so that, of equals, the first is kept: rules that go through them in turn replace it only by a draw of 0.</summary>
internal sealed class FirstOfEquals : Random
{
    public override int Next(int maxValue) => maxValue - 1;
}
