[assembly: LevelOfParallelism(2)]
