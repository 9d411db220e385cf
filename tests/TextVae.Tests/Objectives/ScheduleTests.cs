using TextVae.Objectives;

namespace TextVae.Tests.Objectives;

public sealed class ScheduleTests
{
    [Fact]
    public void A_constant_never_changes()
    {
        var schedule = Schedule.Constant(0.3);

        Assert.Equal([0.3, 0.3, 0.3], new long[] { 1, 1000, 1_000_000 }.Select(schedule.At));
    }

    [Fact]
    public void A_line_falls_from_step_2000_to_step_20000_as_in_the_paper()
    {
        var schedule = new Schedule(ScheduleKind.Linear, 1, 0, 2000, 20_000);

        Assert.Equal([1, 1, 0.5, 0, 0], new long[] { 1, 2000, 11_000, 20_000, 30_000 }.Select(schedule.At));
        Assert.Equal([false, false, true], new long[] { 2000, 19_999, 20_000 }.Select(schedule.HasEnded));
    }

    [Fact]
    public void A_logistic_curve_meets_both_ends_rises_and_is_symmetric()
    {
        var schedule = new Schedule(ScheduleKind.Logistic, 0, 1, 0, 1000);

        Assert.Equal(0, schedule.At(0), 1e-12);
        Assert.Equal(0.5, schedule.At(500), 1e-12);
        Assert.Equal(1, schedule.At(1000), 1e-12);
        Assert.Equal(1, schedule.At(250) + schedule.At(750), 1e-12);
        Assert.Equal(0.0693, schedule.At(250), 1e-3);
        var values = Enumerable.Range(0, 1001).Select(step => schedule.At(step)).ToArray();
        Assert.Equal(values.Order(), values);
    }

    // Fu et al. 2019, equations 6 and 7: three cycles of 100 steps, of which 40 rise.
    [Fact]
    public void A_cyclical_schedule_rises_and_rests_in_every_cycle_and_ends_at_its_end()
    {
        var schedule = new Schedule(ScheduleKind.Cyclical, 0.2, 1, 50, 350) { Cycles = 3, Rise = 0.4 };

        long[] steps = [1, 50, 60, 70, 90, 120, 149, 150, 170, 190, 249, 250, 270, 349, 350, 999];
        double[] expected = [0.2, 0.2, 0.4, 0.6, 1, 1, 1, 0.2, 0.6, 1, 1, 0.2, 0.6, 1, 1, 1];
        Assert.Equal(expected, steps.Select(schedule.At), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([false, false, true], new long[] { 150, 349, 350 }.Select(schedule.HasEnded));
    }

    [Fact]
    public void Cycles_that_do_not_divide_the_steps_begin_within_a_step_of_where_they_should()
    {
        var schedule = new Schedule(ScheduleKind.Cyclical, 0, 1, 0, 100) { Cycles = 7, Rise = 1 };

        var values = Enumerable.Range(0, 100).Select(step => schedule.At(step)).ToArray();

        int[] begins = [.. Enumerable.Range(1, 99).Where(step => values[step] < values[step - 1])];
        Assert.Equal([15, 29, 43, 58, 72, 86], begins);
        Assert.All(values, value => Assert.InRange(value, 0, 1));
    }
}
