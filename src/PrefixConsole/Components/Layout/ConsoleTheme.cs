using MudBlazor;

namespace PrefixConsole.Components.Layout;

/// <summary>The console's own look: neutral surfaces, one accent, colour kept for state. Text contrast is at least 4.5 : 1.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] s_system = ["system-ui", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            Secondary = "#44515f",
            Background = "#f3f5f7",
            BackgroundGray = "#e9edf1",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2733",
            DrawerBackground = "#ffffff",
            DrawerText = "#1b2733",
            TextPrimary = "#1b2733",
            TextSecondary = "#55626f",
            LinesDefault = "#d9dfe5",
            LinesInputs = "#aab4bf",
            TableLines = "#e3e8ed",
            Success = "#1b7a43",
            Warning = "#9a5b00",
            Error = "#b3261e",
            Info = "#0b5cad",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#6cb2ff",
            Secondary = "#a9b6c3",
            Background = "#11161c",
            BackgroundGray = "#0c1015",
            Surface = "#192028",
            AppbarBackground = "#151b22",
            AppbarText = "#e4eaf0",
            DrawerBackground = "#151b22",
            DrawerText = "#e4eaf0",
            TextPrimary = "#e4eaf0",
            TextSecondary = "#9fadba",
            LinesDefault = "#2c3641",
            LinesInputs = "#4a5763",
            TableLines = "#26303a",
            Success = "#5cc98a",
            Warning = "#e5a54b",
            Error = "#ff8a80",
            Info = "#6cb2ff",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px", AppbarHeight = "44px", DrawerWidthLeft = "172px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = s_system, FontSize = "0.8125rem", LineHeight = "1.4" },
            Body1 = new Body1Typography { FontFamily = s_system, FontSize = "0.8125rem" },
            Body2 = new Body2Typography { FontFamily = s_system, FontSize = "0.8125rem" },
            Button = new ButtonTypography { FontFamily = s_system, FontSize = "0.8125rem", TextTransform = "none" },
        },
    };
}
