namespace PrefixConsole.Tests.Components.Controls;

internal enum Eye
{
    Full,
    NoRed,
    NoGreen,
}
