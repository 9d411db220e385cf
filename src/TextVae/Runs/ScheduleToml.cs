using TextVae.Objectives;
using Tomlyn.Model;

namespace TextVae.Runs;

/// <summary>Schedules in TOML: a number, or a table with the curve and its ends.</summary>
internal static class ScheduleToml
{
    public const string Expects =
        "a number, or a table such as { schedule = \"logistic\", from = 0.0, to = 1.0, start = 0, end = 10000 } with "
        + "schedule one of \"constant\", \"linear\", \"logistic\", \"cyclical\"";

    private static readonly string[] Names = ["schedule", "from", "to", "start", "end"];

    private static readonly string[] NamesOfCycles = ["cycles", "rise"];

    public static Schedule? Parse(object value)
    {
        if (RecipeKeys.AsNumber(value) is { } constant)
            return Schedule.Constant(constant);
        if (value is not TomlTable table)
            return null;
        var kind = table.TryGetValue("schedule", out var named) ? TomlText.Parse<ScheduleKind>(named) : ScheduleKind.Linear;
        if (table.Keys.Any(name => !Names.Contains(name) && !(kind == ScheduleKind.Cyclical && NamesOfCycles.Contains(name))))
            return null;
        var (from, to) = (Number(table, "from", 0), Number(table, "to", 1));
        var (start, end) = (Step(table, "start", 0), Step(table, "end", kind == ScheduleKind.Constant ? 0 : null));
        var (cycles, rise) = (Step(table, "cycles", 4), Number(table, "rise", 0.5));
        if (kind is null || from is null || to is null || start is null || end is null || cycles is null || rise is null)
            return null;
        return kind == ScheduleKind.Constant
            ? Schedule.Constant(to.Value)
            : new Schedule(kind.Value, from.Value, to.Value, start.Value, end.Value)
            {
                Cycles = (int)Math.Clamp(cycles.Value, int.MinValue, int.MaxValue),
                Rise = rise.Value,
            };
    }

    public static string Write(Schedule schedule) => schedule.Kind == ScheduleKind.Constant
        ? TomlText.Of(schedule.To)
        : $"{{ schedule = \"{ChoiceName.Of(schedule.Kind)}\", from = {TomlText.Of(schedule.From)}, "
            + $"to = {TomlText.Of(schedule.To)}, start = {TomlText.Of(schedule.Start)}, end = {TomlText.Of(schedule.End)}{CyclesOf(schedule)} }}";

    private static string CyclesOf(Schedule schedule) => schedule.Kind == ScheduleKind.Cyclical
        ? $", cycles = {TomlText.Of(schedule.Cycles)}, rise = {TomlText.Of(schedule.Rise)}"
        : "";

    private static double? Number(TomlTable table, string name, double missing) =>
        table.TryGetValue(name, out var value) ? RecipeKeys.AsNumber(value) : missing;

    private static long? Step(TomlTable table, string name, long? missing)
    {
        if (!table.TryGetValue(name, out var value))
            return missing;
        return value is long step ? step : null;
    }
}
