-- The class of the Quartz jobs has a new name.
update QRTZ_JOB_DETAILS set JOB_CLASS_NAME = 'studio.darkroom.runner.ShootJob'
where JOB_CLASS_NAME = 'studio.darkroom.clock.ShootJob';
